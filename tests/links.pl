#!/usr/bin/perl
# links.pl RULE BUILD: what the linker sees of the house, from the objects below BUILD (build/release).
#
#   circles      files of src/ that need each other, directly or round several corners
#   dead         functions that only their own file uses, or nobody but the tests
#   faces        functions that another header declares than that of the file which defines them
#   assertions   rooms with fewer assertions for 1,000 lines than ASSERTIONS_MIN
#   comments     prototypes of public headers that stand in no paragraph with a comment
#
# Prints each violation on a line of its own; with `count` as a third word, how many there are.
use strict;
use warnings;

use constant ASSERTIONS_MIN => 5;
# Headers that gather what a table of many files names: a row a file.
my %registry = map { $_ => 1 } qw(include/cli/commands.h include/cli/link_commands.h include/output/outputs.h src/serve/answers.h);
my @asserted = qw(player layout store text display hub75 plan);

my ($rule, $build, $count) = @ARGV;
my (%defined_in, %uses, @found);

# Symbols that are a program's or a thread's entry, or replace those of a library.
my %entry = map { $_ => 1 } qw(main);

sub read_objects {
    my @objects = grep { !m{/src/main\.o$} } glob "$build/src/*/*.o";
    die "links.pl: no objects below $build/src: build first\n" unless @objects;
    # One nm for all: a program for each of hundreds of objects costs more than reading them.
    open my $nm, '-|', 'nm', '-A', @objects or die "nm: $!";
    while (<$nm>) {
        my ($object, $type, $name) = /^([^:]+):\S*\s+([A-Za-z])\s+(\S+)$/ or next;
        (my $file = $object) =~ s{^\Q$build\E/(.*)\.o$}{$1.c};
        next unless -e $file; # an object of a file that has moved away
        $defined_in{$name} = $file if $type =~ /[TDBRC]/;
        $uses{$file}{$name} = 1 if $type eq 'U';
    }
    close $nm;
}

# Tarjan's strongly connected components (SIAM J. Comput. 1, 1972).
my (%index, %low, %on, @stack, $next);
my %edges;

sub visit {
    my ($file) = @_;
    $index{$file} = $low{$file} = $next++;
    push @stack, $file;
    $on{$file} = 1;
    for my $to (sort keys %{ $edges{$file} }) {
        if (!defined $index{$to}) {
            visit($to);
            $low{$file} = $low{$to} if $low{$to} < $low{$file};
        } elsif ($on{$to} && $index{$to} < $low{$file}) {
            $low{$file} = $index{$to};
        }
    }
    return if $low{$file} != $index{$file};
    my @component;
    while (1) {
        my $member = pop @stack;
        delete $on{$member};
        push @component, $member;
        last if $member eq $file;
    }
    push @found, join ' ', 'these files need each other:', sort @component if @component > 1;
}

sub find_circles {
    for my $file (keys %uses) {
        for my $name (keys %{ $uses{$file} }) {
            my $to = $defined_in{$name};
            $edges{$file}{$to} = 1 if $to && $to ne $file;
        }
    }
    $next = 0;
    no warnings 'recursion';
    defined $index{$_} or visit($_) for sort keys %uses;
}

sub text_of {
    my ($file) = @_;
    open my $in, '<', $file or return '';
    local $/;
    my $text = <$in>;
    $text =~ s{/\*.*?\*/}{}gs;
    return $text;
}

# What the linker does not see as used: the programs' own files, the firmware, which is built elsewhere, and a file's version (_v1.c)
# for another library than the one that is here.
sub find_dead {
    my %used;
    $used{$_}++ for map { keys %{ $uses{$_} } } keys %uses;
    my %built = map { $_ => 1 } values %defined_in;
    my @versions = grep { !$built{$_} } glob 'src/*/*_v[0-9].c';
    my $others = join '', map { text_of($_) } 'src/main.c', 'src/wires_main.c', 'src/serve_main.c', 'src/link_main.c', @versions, glob 'firmware/*.c';
    for my $name (sort keys %defined_in) {
        next if $used{$name} || $entry{$name} || $others =~ /\b\Q$name\E\b/;
        push @found, "$defined_in{$name}: $name is used by no other file of the program";
    }
}

sub find_faces {
    my %declared;
    for my $header (glob('include/*/*.h'), glob('src/*/*.h')) {
        my $text = text_of($header);
        $text =~ s/\{[^{}]*\}//gs while $text =~ /\{[^{}]*\}/;
        push @{ $declared{$1} }, $header while $text =~ /\b([a-z]\w*)(?=\s*\(|;|\[)/g;
        next unless $registry{$header}; # its rows declare, too
        push @{ $declared{$1} }, $header while $text =~ /\b([a-z]\w*)(?=[,)])/g;
    }
    for my $name (sort keys %defined_in) {
        (my $face = $defined_in{$name}) =~ s{^src/(.*?)(_v\d)?\.c$}{$1.h}; # x_v1.c is a version of x.c
        my @headers = @{ $declared{$name} || [] };
        next if grep { $_ eq "include/$face" || $_ eq "src/$face" || $registry{$_} } @headers;
        push @found, "$defined_in{$name}: $name is declared in " . ($headers[0] || 'no header');
    }
}

sub count_assertions {
    for my $room (@asserted) {
        my ($lines, $asserts) = (0, 0);
        for my $file (glob "src/$room/*.[ch]") {
            open my $in, '<', $file or next;
            while (<$in>) { $lines++; $asserts++ if /^\s+assert\(/ }
        }
        next unless $lines;
        my $per = 1000 * $asserts / $lines;
        push @found, sprintf 'src/%s: %.1f assertions for 1,000 lines (%d in %d); %d are wanted', $room, $per, $asserts,
            $lines, ASSERTIONS_MIN
            if $per < ASSERTIONS_MIN;
    }
}

sub find_bare_prototypes {
    for my $header (glob 'include/*/*.h') {
        open my $in, '<', $header or next;
        local $/;
        my $text = <$in>;
        $text =~ s/^(?:typedef )?(?:struct|enum|union)[^;{]*\{.*?^\}[^;]*;//gms;
        for my $paragraph (split /\n\s*\n/, $text) {
            next if $paragraph =~ m{/\*};
            push @found, "$header: $1 has no comment"
                while $paragraph =~ /^[a-z][\w *]*?\b([a-z]\w*)\s*\([^;{]*\)[^;{]*;/gm;
        }
    }
}

my %rules = (
    circles => sub { read_objects(); find_circles() },
    dead => sub { read_objects(); find_dead() },
    faces => sub { read_objects(); find_faces() },
    assertions => \&count_assertions,
    comments => \&find_bare_prototypes,
);
$rules{ $rule // '' } or die "usage: links.pl circles|dead|faces|assertions|comments BUILD [count]\n";
$rules{$rule}->();
if ($count) { print scalar(@found), "\n" } else { print "$_\n" for @found }
