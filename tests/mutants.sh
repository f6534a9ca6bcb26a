#!/bin/bash
# mutants.sh: changes that must not survive. Each is made in a copy of the tree, and the named unit test
# must fail then; a mutant that passes shows a test that proves nothing. Prints TAP.
set -u
cd "$(dirname "$0")/.." || exit 1
tree=build/mutants
number=0
failed=0
rm -rf "$tree"
mkdir -p "$tree"
cp -r Makefile src include tests config boards fonts firmware "$tree"
export MAKEFLAGS=
# A change may leave a variable unused: in a mutant a warning is no error.
unset CI WERROR

# mutant SENTENCE TEST FILE PERL: PERL changes the FILE, TEST must fail.
mutant() {
    local sentence=$1 test=$2 file=$3 change=$4 result="not ok"
    number=$((number + 1))
    cp "$file" "$tree/$file"
    perl -0pi -e "$change" "$tree/$file"
    if cmp -s "$file" "$tree/$file"; then
        sentence="$sentence (the change does not apply any more)"
    elif ! (cd "$tree" && make -j2 fonts "build/release/tests/$test" >make.log 2>&1); then
        sentence="$sentence (it does not compile)"; sed "s/^/# /" "$tree/make.log"
    elif ! (cd "$tree" && timeout 60 "build/release/tests/$test" >test.log 2>&1); then
        result=ok
    fi
    cp "$file" "$tree/$file"
    [ "$result" = ok ] || failed=1
    echo "$result $number - $sentence"
}

mutant "A panel that is never dark between rows" hub75/scan_test src/hub75/scan.c \
    's/bits \|= OE;/bits |= 0;/'
mutant "Colours exchanged" hub75/scan_test src/hub75/geometry.c 's/\{1, 0, 2\}/{0, 1, 2}/'
mutant "The latch opens while lit" plan/plan_test src/hub75/scan.c \
    's/if \(scan->lit\)\n        lines_wait_until\(scan->lines, scan->off_at_ns\);\n    shift_call\(scan, data \| CLK, column_bits\(scan, column\)\);/set(scan, data | CLK, column_bits(scan, column));/'
mutant "Data and clock in one call" hub75/scan_test src/hub75/scan.c \
    's/shift_call\(scan, data \| CLK \| latch, column_bits\(scan, column\)\);\n        shift_call\(scan, CLK, CLK\);/shift_call(scan, CLK | latch, 0);\n        shift_call(scan, data | CLK, column_bits(scan, column) | CLK);/'
mutant "A slot dropped" plan/plan_test src/plan/step.c 's/for \(int k = 0; k < slots; k\+\+\)/for (int k = 1; k < slots; k++)/'
mutant "One column too few shifted" plan/plan_test src/plan/shift_overlap.c \
    's/return memcmp\(last \+ size - longest, next, longest\) == 0 \? \(int\)\(longest \/ \(size_t\)lanes\) : 0;/return (int)(longest \/ (size_t)lanes) + (longest > 0 \&\& longest < size);/'
mutant "Full light that depends on the picture" plan/plan_test src/plan/fit.c \
    's/report->unit_share \* period_ns/report->unit_share * (1 + 0.1 * (plan->palette.rows[0] == plan->palette.rows[8])) * period_ns/'
mutant "A slot's light too long is not made good" plan/plan_test src/hub75/scan.c 's/\*scan->owed_ns = \(int32_t\)early_ns;/*scan->owed_ns = 0;/'
mutant "No darkness after the address" plan/plan_test src/hub75/scan.c 's/if \(blank_ns > 0 && row != scan->row\)/if (0)/'
mutant "An error of colour kept quiet" plan/plan_test src/plan/plan.c 's/report->delta_e = levels_error/report->delta_e = 0.5 * levels_error/'
mutant "Old pictures in the registers at the end" hub75/scan_test src/hub75/scan.c \
    's/set\(scan, data \| LAT \| CLK, 0\);/set(scan, LAT | CLK, 0);/'
mutant "A guard that keeps what the ticker has open" panel/gpiod_v2_test src/panel/guard.c 's/close_range\(CLOSED_FROM.*?\n.*?;/(void)own;/'
mutant "A guard that hangs is left" panel/gpiod_v2_test src/panel/guard.c 's/still_looks >= STILL_LOOKS/still_looks < 0/'
mutant "Pictures of what was killed are shown" panel/picture_ring_test src/panel/picture_ring.c 's/if \(outdated\(next, newest\)\)/if (0)/'
mutant "A full ring keeps the next scene waiting" panel/picture_ring_test src/panel/picture_ring.c 's/ && ring->pushed == generation//'
mutant "What must be held airs" extract/quote_test src/extract/airable.c \
    's/if \(!snippet->hold\)\n        snippet->hold = /if (0)\n        snippet->hold = /'
mutant "A name from inside of a quotation" extract/quote_test src/extract/token.c \
    's/next < quotations->count && quotations->items\[next\].open == at/0 \&\& next < quotations->count/'
mutant "The last of two subjects is named" extract/languages_test src/extract/particles.c \
    's/count != 1 \|\| /count == 0 || /'
mutant "A family name of two is given to the first" extract/languages_test src/extract/particles.c \
    's/if \(full\)\n            return NULL;/if (full)\n            break;/'
mutant "An abbreviation ends a sentence" extract/quote_test src/extract/token.c \
    's/if \(initial \|\| dotted \|\|/if (initial \&\& dotted \&\&/'
mutant "Half of an article stored" store/store_test src/store/article.c \
    's/if \(!db_begin\(store, diag\)\)/if (0)/; s/return db_end\(store, result != STORE_IMPORT_FAILED, diag\) \? result : STORE_IMPORT_FAILED/return result/'
mutant "A commit without its sync" store/power_test src/store/db.c 's/synchronous = FULL/synchronous = NORMAL/'
mutant "A damaged word airs" store/repair_test src/store/snippet_rows.c 's/row->sum != row_sum\(&row->snippet\)/0/'
mutant "What damage took airs from an old backup" store/repair_test src/store/repair.c 's/ \|\| db_execute\(to, SQL_HOLD, diag\)/ || 1/'
mutant "A chain row not hashed" store/asrun_test src/store/asrun_rows.c 's/(\{"cut", COLUMN_BORROWED, ROW\(cut\), )CHAINED/\1KEPT/'
mutant "Expiry ignored" store/store_test src/store/store.c 's/expires_ms > \?1 AND not_before_ms/not_before_ms/'
mutant "A held snippet is due" store/store_test src/store/snippet_rows.h 's/\("live", |state IN \(\x27live\x27/state IN (\x27live\x27, \x27held\x27/'
mutant "What another program put into a row airs" player/columns_test src/store/store.c 's/\*count \+= row->fault == NULL;\n +if \(row->fault\)/*count += !row->damaged;\n        if (row->damaged)/'
mutant "Numbers out of range are taken" player/columns_test src/store/row_faults.c 's/return is_sound_number\(statement, at, column\)/return true/'
mutant "The forecast takes airings for longer than they are" player/forecast_test src/player/fill.c 's/\*known_ns = item.end_ns - now_ns;/*known_ns = item.end_ns - now_ns + unseen * CLOCK_NS_PER_MS;/'
mutant "Two speakers swapped" extract/quote_test src/extract/attribution.c \
    's/&& may_be_followed\(&view, index\)/&& 0/'
mutant "A pronoun for whoever was named last" extract/quote_test src/extract/people.c \
    's/gender == GENDER_UNKNOWN \|\| mention->gender == gender/1/'
mutant "A condition cut off" extract/quote_test src/extract/airable.c \
    's/break; \/\* what it begins stays whole \*\//continue;/'
mutant "A relay for a speaker" extract/quote_test src/extract/attribution.c \
    's/found.kind == SPEAKER_NONE && !found.others\s+\?\s+with_cue\(find_relay\(&view\), &found\)\s+: found/with_cue(find_relay(\&view), \&found)/'
mutant "The son's words for the father's" extract/quote_test src/extract/names.c \
    's/has_suffix\(item\) && !has_suffix\(known\)/0/'
mutant "A name given to the title of a work" extract/quote_test src/extract/quote.c \
    's/finding->title = *\s*work_titles_is_one\(/finding->title = 0 \&\& work_titles_is_one(/'
mutant "What somebody never said is given to him" extract/quote_test src/extract/attribution.c \
    's/if \(verb_is_cue\(view, i\) && verb_is_denied\(view, i\)\)/if (0)/'
mutant "Who quotes is named for who is quoted" extract/quote_test src/extract/attribution.c \
    's/if \(verb_is_participle\(view, i\) && i > view->first &&/if (0 \&\&/'
mutant "Behind a quotation nobody asks whose words they are" extract/quote_test src/extract/attribution_behind.c \
    's/if \(is_others\(view, from, sentence, &found\)\)/if (0)/'
mutant "A word on a wall for who speaks" extract/quote_test src/extract/quote.c \
    's/if \(known \|\| is_repeated\(reading, number, length\)\)/if (1)/'
mutant "Whose husband it is does not matter" extract/quote_test src/extract/mention.c \
    's/if \(tokens\[i - 1\].possessive && /if (0 \&\& /'
mutant "A preposition for a part of a name" extract/quote_test src/extract/names.c \
    's/if \(!is_particle\(tokens, first, i\)\)/if (i == first || !token_in(\&tokens->items[i], LANGUAGE_NAME_PARTICLES))/'
mutant "Whole words without the condition that they hang on" extract/quote_test src/extract/airable.c 's/!has_condition\(reading, number\)/true/'
mutant "Half of what somebody said airs alone" extract/quote_test src/extract/airable.c 's/comma_before\(reading, next->quotation\) \|\|/false ||/'
mutant "A negation is cut off" extract/quote_test src/extract/airable.c 's/if \(hangs_in\(&tokens, finding->begin, start\)\)/if (0)/'
mutant "A page without its condition" extract/quote_test src/extract/pages.c \
    's/!hangs_on_condition\(tokens, i\)/1/'
mutant "A headline without who denies it" extract/quote_test src/extract/headline.c \
    's/clause && only_adds\(lead, i, end\)/clause/'
mutant "The rota forgets priorities" schedule/rota_test src/schedule/rota.c 's/\(1 \+ item->priority\)/1/'
mutant "Spacing without patience" schedule/rota_test src/schedule/rota.c 's/#define PATIENCE 3/#define PATIENCE 1000000/'
mutant "A crawl that starts on the glass" display/scene_test src/display/crawl.c 's/-strip->width : zone_width/0 : 0/'
mutant "The device takes frames that are damaged" rp2040/wire_test src/rp2040/wire.c \
    's/if \(wire_take\(&crc, WIRE_CRC_SIZE\) != wire_crc\(reader->frame, end\)\)/if (0)/'
mutant "The device draws into the frame that is shown" rp2040/wire_test firmware/wall.c \
    's/make_planes\(wall, wall->frames\[1 - wall->front\]\)/make_planes(wall, wall->frames[wall->front])/'
mutant "The device's colours exchanged" rp2040/rp2040_test firmware/wall.c 's/channel_of\[colour\]\);/channel_of[2 - colour]);/'
mutant "The device's pictures are of when they were begun" rp2040/wire_test firmware/wall.c 's/t_us > seen_us \? t_us : seen_us/t_us/'
mutant "Brightness rounds each plane" hub75/pass_test src/hub75/pass.c 's/uint32_t total = light->step << plane;/uint32_t total = (light->unit << plane) * 16 * (uint32_t)pass->brightness \/ 1600 * 16;/'
mutant "A dim wall is refreshed more often" hub75/pass_test src/hub75/pass.c 's/light.dark = find_dark\(pass, &light\);/;/'
mutant "All rows blink in the same pass" hub75/pass_test src/hub75/pass.c 's/row_stride = 5/row_stride = 0/'
mutant "A wall that is soon dark blinks" rp2040/rp2040_test src/rp2040/rp2040.c 's/\(patience_ns - DEVICE_AGAIN_NS\) \/ 2/patience_ns/'
mutant "The device takes messages out of order" rp2040/wire_test firmware/session.c \
    's/message->sequence != session->expected/0/'
mutant "The device takes columns that have no room" rp2040/wire_test firmware/wall.c \
    's/if \(first \+ count - \(needed < first \? needed : first\) > zone->shape.room\)/if (0)/'
mutant "A line that splits a cluster" text/pages_test src/text/pages.c 's/paragraph->graphemes\[i\] &&\n\s*\(breaks\[i\] == UC_BREAK_POSSIBLE/1 \&\& (i % 3 == 0 || breaks[i] == UC_BREAK_POSSIBLE/'
mutant "Thai without words" text/pages_test src/text/pages.c 's/    thai_breaks\(paragraph->codes, paragraph->count, breaks\);//'
mutant "Right-to-left text as it is stored" text/strip_test src/text/layout.c 's/    order_runs\(runs, count\);//'
mutant "A cut text airs" layout/compose_test src/text/strip_create.c 's/ \+ layout\.missing \+ cut;/ + layout.missing;/'
mutant "A box on the air" player/player_test src/text/gate.c 's/else if \(!passage->result->missing\)\n\s*passage->result->missing = codes\[i\];/else add_code(\&passage->out, codes[i]);/; s/    if \(!result->missing\)\n        fonts_cover[^;]*;//'
mutant "What was replaced is forgotten" text/gate_test src/text/gate.c 's/result->list = buffer_detach/buffer_detach/'
mutant "Overrides of direction stay" text/gate_test src/text/defuse.c 's/ && !is_override\(\*code\)//'
mutant "Marks without end" text/gate_test src/text/defuse.c 's/defuse->marks <= MARKS_MAX &&/1 \&\&/'
mutant "An Arabic line crawls to the left" layout/compose_test src/display/crawl.c 's/strip->right_to_left \? -speed_mpx_s : speed_mpx_s/speed_mpx_s/; s/strip->right_to_left \? -strip->width : zone_width/zone_width/'
mutant "A zone shows what is another's" player/player_test src/layout/zones.c 's/return zone->config\.shows == CONFIG_SHOWS_NEWS \|\|/return 1 ||/'
mutant "A snippet in two zones" player/player_test src/player/candidates.c 's/entry\.elsewhere = [^;]*;/entry.elsewhere = false;/; s/entry->elsewhere = [^;]*;/entry->elsewhere = false;/'
mutant "A killed snippet stays in the second zone" player/player_test src/player/changes.c 's/for \(size_t i = 0; i < player->zones; i\+\+\)\n        look_at_zone/for (size_t i = 0; i < 1; i++)\n        look_at_zone/'
mutant "Breaking news leaves the zones on the air" player/player_test src/layout/compose.c 's/!taken && i < zones->all_count/i < zones->all_count/'
mutant "The log forgets the zone" player/player_test src/asrun/journal.c 's/\.zone = memory_copy_string\(name\)/.zone = NULL/'
mutant "What can't be shown stays due" player/player_test src/player/fill.c 's/store_hold\(player->setup\.store, id, why, &diag\)/0/'
# shellcheck disable=SC2016  # perl's own variable
mutant "Flashes are counted in half a second" display/flash_test src/display/flash.c 's/(t_ns - swing->changes\[swing->count % CHANGES_MAX\] < NS_PER_S)/$1 \/ 2/'
mutant "Red flashes alone are seen" display/flash_test src/display/flash.c 's/general\[cell->general\.direction > 0\] \+= is_flashing\(&cell->general, t_ns\) \? area : 0;//'
mutant "A scene that flashes airs as it is" display/flash_test src/display/flash.c 's/return report->area_px <= watch->rule->area_px;/return true;/'
mutant "A mark that touches its letter" text/faces_test fonts/facec.c 's/ink_top\(base\) \+ stroke \+ mark/ink_top(base) + mark/'
mutant "Letters that touch each other" text/faces_test fonts/facec.c 's/glyph->width \+ face->gap;/glyph->width;/'
mutant "Two letters drawn alike" text/faces_test fonts/compose.txt 's/above grave ÀA/above acute ÀA/'
mutant "One px of one letter lost" text/golden_test fonts/motograph-13.face 's/\n\.\.\.#\.\.\./\n......./'
mutant "Letters mirrored" text/golden_test fonts/facec.c 's/rows\[y\] >> \(x \+ i\)/rows[y] >> (x + 7 - i)/'
mutant "A face as small as its descent makes it" text/fallback_test src/text/font_chain.c 's/below \+ above <= 0/below <= 0 \&\& above <= 0/'
mutant "Thin strokes that are sometimes two px" text/fallback_test src/text/font_chain.c 's/flags \| FT_LOAD_FORCE_AUTOHINT/flags/'
mutant "A replay forgets that a pause held the picture still" asrun/replay_test src/display/scene_bytes.c 's/bool stops = scene->still_from_ns != INT64_MAX;/bool stops = false;/'
mutant "A strip is kept without its pages" asrun/replay_test src/text/strip_bytes.c 's/bytes_put\(out, strip->page_count\);\n    for \(size_t i = 0; i < strip->page_count; i\+\+\)/bytes_put(out, 0);\n    for (size_t i = 0; i < 0; i++)/'
mutant "A replay is as bright by night as by day" asrun/replay_test src/display/scene_bytes.c 's/put_colour\(writer, zone->colours\[role\]\);/put_colour(writer, (struct config_colour){255, 176, 0});/'
mutant "A strip that is not what its checksum says is replayed" asrun/replay_test src/store/strips.c 's/if \(memcmp\(sum, key, sizeof sum\) == 0\)/if (sum[0] || !sum[0])/'
mutant "Half of a quotation in pages is killed" store/store_test src/store/snippet_rows.h 's/ OR id IN \(SELECT b.id/ OR 0 AND id IN (SELECT b.id/'
mutant "Killed words come back after two corrections" store/store_test src/store/article.c 's/"UPDATE snippet SET article = \?2 WHERE article = \?1"/"UPDATE snippet SET article = ?2 WHERE article = ?1 AND 0"/'
mutant "Who waits is forgotten" schedule/rota_test src/schedule/rota.c 's/return wait_ms \* share_of\(item, now_ms\)/return share_of(item, now_ms) + 0 * wait_ms/'
mutant "A clock that is set back starves all but two" schedule/rota_test src/schedule/rota.c 's/if \(wait_ms < 0\)/if (0)/'
mutant "A missing strip passes the check" asrun/replay_test src/asrun/verify.c 's/if \(!strip\)\n/if (0)\n/'
mutant "Strips go before the rows that name them" asrun/replay_test src/store/asrun.c 's/row->start_ms > last_ms \? row->start_ms : last_ms/row->start_ms/'
mutant "Strips that no row names stay for ever" asrun/replay_test src/store/asrun.c 's/ &&\s+strips_drop\(store, before_ms, diag\)//'
mutant "A backup without the newest of the log" store/backup_test src/store/backup_update.c 's/SELECT \* FROM main.asrun WHERE id >/SELECT * FROM main.asrun WHERE 0 AND id >/'
mutant "Damaged words in the backup" store/backup_test src/store/backup_update.c 's/"snippet", ROW_SUM_SOUND/"snippet", "true"/'
mutant "Rows of two stores in one backup" store/backup_test src/store/backup_update.c 's/ && foreign == 0//'
mutant "A picture that is lit twice counts twice" panel/picture_ring_test src/panel/picture_ring.c 's/ring->told \|\| //'
mutant "Pictures in a text are not dimmed" display/scene_test src/display/zone.c 's/int light = ZONE_LIGHT - zone->image_loss/int light = ZONE_LIGHT/'
mutant "Pictures that flash stay bright" display/flash_test src/display/flash.c 's/damped->zones\[i\].image_loss = .*?;//'
mutant "The log of the ticker looks like an edit" asrun/writer_test src/store/store.c 's/\*version = store->edition/*version = store->data_version/'
mutant "A log that can not be written is thrown away" asrun/writer_test src/asrun/writer.c 's/good && i < count; i\+\+\)\n        list_add/i < count; i++)\n        list_add/'
mutant "A wall that begins in dark hours stays dark" player/day_test src/player/candidates.c 's/timetable_next_change\(candidates->timetable, now_ms\)/INT64_MAX/'
mutant "What expires stays on the glass" player/day_test src/player/player.c 's/if \(player->begun && now_ns >= due_again_ns\(player, now_ns\)\)/if (0)/'
mutant "A clock that is set is not noticed" player/day_test src/player/changes.c 's/if \(jump_ms > -CLOCK_JUMP_MS && jump_ms < CLOCK_JUMP_MS\)/if (1)/'
mutant "What is killed goes on to its end" player/player_test src/player/changes.c 's/snippet->id \? why_leave\(player, zone\) : NULL/NULL/'
mutant "An edit waits for the next airing" player/player_test src/player/changes.c 's/strcmp\(item->row\.snippet\.text, air->written\) == 0/1/'
mutant "Embargo ignored by the store" store/store_test src/store/store.c 's/ AND not_before_ms <= \?1"/"/'
mutant "A guard that leaves the row lit" panel/gpiod_v2_test src/panel/guard.c 's/    scanned_wall_darken\(watch->wall, watch->lines\);\n//'
mutant "A failed assertion leaves the row lit until the guard comes" panel/gpiod_v2_test src/panel/crash.c 's/    if \(watched\)\n        lines_gpiod_crash\(watched\);//'
mutant "A ticker that hangs is left" panel/gpiod_v2_test src/panel/guard.c 's/        kill\(watch->ticker, SIGKILL\);\n//'
mutant "A crawl that skips every second px" display/scene_test src/display/motion.c 's/return \(int64_t\)\(path \/ NS_MPX_PER_PX\);/return (int64_t)(path \/ NS_MPX_PER_PX) & ~INT64_C(1);/'
mutant "A step that comes a px late" display/scene_test src/display/motion.c 's/\(moved_px\(motion, t_ns\) \+ 1\)/(moved_px(motion, t_ns) + 2)/'
mutant "Amber becomes yellow before the rate gives way" plan/plan_test src/plan/fit.c 's/ && !levels_rename\(&plan->levels, &plan->palette\)\)\n            return true/)\n            return true/'
mutant "A colour that changed its name is kept quiet" plan/plan_test src/plan/plan.c 's/report->renamed = [^;]*;/report->renamed = false;/'
mutant "A log whose rows are no chain" store/asrun_test src/store/asrun.c 's/if \(memcmp\(wanted, row->hash, sizeof wanted\) != 0\)/if (0)/'
mutant "A log whose end was cut is whole" store/asrun_test src/store/asrun.c 's/check->head_found = !head \|\| memcmp[^;]*;/check->head_found = true;/'
echo "1..$number"
exit $failed
