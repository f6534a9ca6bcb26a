/* A file that is mapped into memory and shrinks under the program (the index of SQLite's log of
 * changes, a font) ends it with SIGBUS. Here the lost page is read as zeros instead, and it is
 * known that this happened; or the program ends with a word.
 */
#ifndef BASE_MAPPED_H
#define BASE_MAPPED_H

/* From now on, for the whole process. Another cause of SIGBUS goes to the handler that was set
 * before. */
void mapped_survive(void);

/* Until then, for the whole process: it ends with `code`, and standard error says why. What it was
 * about to do may be done or not. Another cause of SIGBUS ends it as before. */
void mapped_give_up(int code);

/* How many pages were lost until now. */
unsigned mapped_losses(void);

#endif
