/* Folders as the environment tells them (XDG Base Directory Specification 0.8). */
#ifndef CONFIG_ENVIRONMENT_H
#define CONFIG_ENVIRONMENT_H

#define ENVIRONMENT_SYSTEM_FOLDER "/etc/motograph"

/* `$variable/rest`; where it is unset or empty `otherwise/rest`, below $HOME unless it begins with
 * a
 * '/'. The caller frees. */
char *environment_path(const char *variable, const char *otherwise, const char *rest);

/* The control socket of whoever runs this: below $XDG_RUNTIME_DIR; where that is unset below
 * /run/user/UID, if it is this user's, else below ~/.motograph; of root, and of users without a
 * home, below /run. The caller frees. */
char *environment_socket(void);

/* The folder in which a file stands, from the root on where it is there, else as the path tells it.
 * The caller frees. */
char *environment_folder_of(const char *path);

/* A path that begins with ~ (assert by use): ~/x is in the user's own home ($HOME, else as
 * getpwuid(3) tells it), ~NAME/x in another's. NULL where there is no such user. The caller frees.
 */
char *environment_home(const char *path);

#endif
