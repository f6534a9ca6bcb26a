# spoil.awk: a text with one thing wrong, chosen by `seed`: a line lost, doubled, cut short or cut off there, a
# character exchanged, a word gone or grown.
{ line[NR] = $0 }
END {
    srand(seed)
    bad = 1 + int(rand() * NR)
    how = int(rand() * 7)
    for (i = 1; i <= NR; i++) {
        if (i != bad) { print line[i]; continue }
        at = 1 + int(rand() * length(line[i]))
        if (how == 0) continue
        if (how == 1) { print line[i]; print line[i] }
        if (how == 2) print substr(line[i], 1, at)
        if (how == 3) exit
        if (how == 4) print substr(line[i], 1, at - 1) sprintf("%c", 33 + int(rand() * 90)) substr(line[i], at + 1)
        if (how == 5) { sub(/ [^ ]+/, "", line[i]); print line[i] }
        if (how == 6) { for (k = 0; k < 200; k++) printf "%s", substr(line[i], at, 1); print line[i] }
    }
}
