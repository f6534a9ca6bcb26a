# squeeze.pl FILE [COLUMN]: the file without its comments, its indentation and the blanks that say nothing, to standard output. Lines stay
# lines, so that a browser's message still names a place that can be found. For what the program carries; src/serve/page is to be read. Of words in
# several languages, name: ["one", "another"], those of one COLUMN are left.
use strict;
use warnings;

my ($path, $column) = @ARGV;
open my $in, '<', $path or die "$path: $!\n";
my $text = do { local $/; <$in> };

my $template = qr/(?<template>`(?:\\.|\$\{(?:[^`{}]|(?&template)|\{(?:[^`{}]|(?&template))*\})*\}|[^`\\])*`)/s;
my $words = qr/"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|$template/;
my $pattern = qr{(?<=[(,=:!&|?\[])\s?/(?![/*])(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\[\n])+/[a-z]*};

# Between two letters a blank stays, and where two signs would become another one.
sub tight {
    my ($before, $after) = @_;
    return '' if $before eq '' || $after eq '';
    return ' ' if $before =~ /[\w\$]/ && $after =~ /[\w\$]/;
    return $before eq $after && $before =~ /[-+]/ ? ' ' : '';
}

sub squeeze_script {
    my ($from) = @_;
    my ($out, $blank) = ('', 0);
    pos($from) = 0;
    while (pos($from) < length $from) {
        if ($from =~ m{\G(?://[^\n]*|/\*.*?\*/)}gcs) { next }
        if ($from =~ /\G\n\s*/gc) { $out .= "\n" if $out !~ /\n\z/; $blank = 0; next }
        if ($from =~ /\G[ \t]+(?=\S)/gc) { $blank = 1; next }
        my $piece = $from =~ /\G(?:$words)/gc || $from =~ /\G$pattern/gc || $from =~ /\G[\w\$]+|\G./gcs ? $& : die "$path: what is this?\n";
        $out .= tight(substr($out, -1), substr($piece, 0, 1)) if $blank;
        $blank = 0;
        $out .= $piece;
    }
    return $out;
}

sub squeeze_style {
    my ($from) = @_;
    $from =~ s{/\*.*?\*/}{}gs;
    $from =~ s/^\s+//gm;
    $from =~ s/\s*([{};,])[ \t]*/$1/g;
    $from =~ s/: /:/g;
    $from =~ s/;\}/}/g;
    return $from;
}

$text =~ s/^(\s+\w+: )\[($words(?:,\s*$words)*)\],$/$1 . (split m{,\s*(?=")}, $2)[$column] . ','/gem if defined $column;
print $path =~ /\.js$/ ? squeeze_script($text) : $path =~ /\.css$/ ? squeeze_style($text) : $text;
