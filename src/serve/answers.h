/* The answers of all routes, for the table (route.c); each file of answers has its part. */
#ifndef SERVE_ANSWERS_H
#define SERVE_ANSWERS_H

#include "serve/route.h"

/* page_answers.c */
route_answer_fn answer_index;
route_answer_fn answer_style;
route_answer_fn answer_draw;
route_answer_fn answer_wall;
route_answer_fn answer_words;
route_answer_fn answer_say;
route_answer_fn answer_desk;
route_answer_fn answer_write;

/* state_answers.c: what is on the wall, and how the machine is. */
route_answer_fn answer_status;
route_answer_fn answer_scene;
route_answer_fn answer_strip;
route_answer_fn answer_health;
route_answer_fn answer_metrics;
route_done_fn done_status; /* as answer_status, with what the ticker says now */

/* session.c: who asks. */
route_answer_fn answer_session;
route_answer_fn answer_login;
route_answer_fn answer_logout;

/* items.c: what the store holds, to read. */
route_answer_fn answer_items;
route_answer_fn answer_item;
route_answer_fn answer_held;
route_answer_fn answer_breaking;

/* desk.c: what editors change. */
route_ask_fn ask_post;
route_ask_fn ask_put;
route_ask_fn ask_delete;
route_ask_fn ask_approve;
route_ask_fn ask_kill;
route_ask_fn ask_article;
route_done_fn done_item;
route_done_fn done_delete;
route_done_fn done_article;
route_answer_fn work_article;
route_answer_fn work_dry_run;

/* wall_desk.c: what chiefs do to the wall. */
route_ask_fn ask_breaking;
route_ask_fn ask_clear;
route_ask_fn ask_clear_one;
route_ask_fn ask_next;
route_ask_fn ask_pause;
route_ask_fn ask_blank;
route_ask_fn ask_brightness;
route_done_fn done_breaking;
route_done_fn done_clear;

/* settings.c: what is laid over the wall's configuration. */
route_ask_fn ask_settings;

/* log_answers.c, past.c: what was shown. */
route_answer_fn work_asrun;
route_answer_fn work_asrun_csv;
route_answer_fn work_past;

/* picture.c */
route_answer_fn work_png;
route_answer_fn work_gif;
route_answer_fn work_screen;

/* plans.c: what will be, and what is configured. */
route_answer_fn work_forecast;
route_answer_fn work_forecast_item;
route_answer_fn answer_feeds;
route_answer_fn answer_config;

/* hooks.c: what other programs send. */
route_ask_fn ask_hook;
route_done_fn done_hook;

/* awtrix.c: what senders to an AWTRIX clock say. */
route_ask_fn ask_awtrix_notify;
route_ask_fn ask_awtrix_custom;
route_ask_fn ask_awtrix_dismiss;
route_ask_fn ask_awtrix_next;
route_ask_fn ask_awtrix_power;
route_ask_fn ask_awtrix_settings;
route_done_fn done_awtrix;
route_answer_fn answer_awtrix_nothing;
route_answer_fn answer_awtrix_stats;
route_answer_fn answer_awtrix_settings;

/* openapi.c */
route_answer_fn answer_openapi;

#endif
