# mutants.pl [--apply] [PART...]: changes that must not survive. Each mutant of tests/mutants.txt (its head
# tells how they are written) is made in a copy of the tree, and the test that it names must fail then; a
# mutant that passes shows a test that proves nothing. With --apply nothing is built: it is only looked
# whether each can be made. PARTs of sentences choose some. Prints TAP.
use strict;
use warnings;
use File::Basename qw(basename dirname);
use File::Find qw(find);
use POSIX qw(WNOHANG);
use Time::HiRes qw(sleep stat);

my $PATIENCE   = 60;      # seconds for a test: a mutant may well loop for ever
my $TRIES      = 3;       # runs of a test that a mutant may survive, but the last: two programs have to meet in some
my $SKIPPED    = 'skipped'; # what is wrong with a mutant that nothing could be told of
my $LOOK       = 0.02;    # seconds between two looks at what a test says
my $apply_only = @ARGV && $ARGV[0] eq '--apply' && shift @ARGV;
my @wanted     = @ARGV;
chdir dirname(__FILE__) . '/..' or die;

sub slurp {
    my ($path) = @_;
    open my $in, '<', $path or die "$path: $!\n";
    local $/;
    return scalar <$in>;
}

sub spill {
    my ($path, $text) = @_;
    open my $out, '>', $path or die "$path: $!\n";
    print {$out} $text;
    close $out or die "$path: $!\n";
}

# The list: a sentence and its test, then its changes, indented.
sub read_list {
    my @list;
    for (split /\n/, slurp('tests/mutants.txt')) {
        next if /^#|^\s*$/;
        if (/^\s+(\S+?)(?::\s+(.+?)\s+=>\s*(.*)|\s+(returns|without|is)\s+(.+))$/) {
            die "tests/mutants.txt: a change without a mutant\n" if !@list;
            push @{ $list[-1]{changes} }, { name => $1, kind => $4 // 'text', from => $2, to => $3 // $5 };
        } elsif (/^((?:e2e\/)?\w+_test): (.+)$/) {
            push @list, { test => $1, sentence => $2, changes => [] };
        } else {
            die "tests/mutants.txt: neither a mutant nor a change: $_\n";
        }
    }
    return @list;
}

my %text;    # what may be changed: path -> text
find({ no_chdir => 1, wanted => sub { $text{$_} = slurp($_) if /\.[ch]$/ } }, qw(src include firmware fonts));
my %tests;
find({ no_chdir => 1, wanted => sub { push @{ $tests{$1} }, $_ if m{/(\w+_test)\.c$} } }, 'tests/unit');
m{^tests/(e2e/\w+)} and $tests{$1} = [$_] for glob 'tests/e2e/*_test.sh';

# Where something of this name is defined: function, macro, object, enumerator. A folder or a file
# in front (store/find_row, rows/read) tells namesakes apart; a file of another kind is named whole. [path, begin, length] each.
sub definitions {
    my ($name, $new) = @_;
    return [ $name, 0, length($text{$name} //= slurp($name)) ] if $name =~ /\./;
    my ($folder, $plain) = $name =~ m{^(?:(.*)/)?(\w+)$};
    my $definition = qr/^\w[^;{}=]*?\b$plain\([^;{}]*\)\n\{\n(?:(?!\}\n).*?\n)?\}\n
                      | ^\#define\ $plain\b(?:[^\n\\]|\\.)*\n
                      | ^(?:\w[^;{}=()]*|\}\ )\b$plain(?:\[[^\]]*\])*\s*=\s.*?;\n
                      | ^\s+$plain\s*=[^,;{}\n]*/msx;
    my @found;
    for my $path (sort keys %text) {
        next if defined $folder && $path !~ m{(?:^|/)\Q$folder\E(?:/[^/]*|\.[ch])$};
        my $now = $new->{$path} // $text{$path};
        next if index($now, $plain) < 0;
        push @found, [ $path, $-[0], $+[0] - $-[0] ] while $now =~ /$definition/g;
    }
    return @found;
}

# The text of a change as a pattern: white space does not matter, nor where a long string is broken; ...
# stands for what comes before the next semicolon.
sub pattern {
    my ($from) = @_;
    my $space = qr/(?:\s|\\\n|"\s*\\?\n\s*")*/;
    return join $space, map { $_ eq '...' ? '[^;]*?' : quotemeta } $from =~ /\.\.\.|\w+|[^\w\s]/g;
}

my $balanced = qr/(\((?:[^()"']|"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|(?-1))*\))/;

# What becomes of a definition; undef where the change can't be made.
sub changed {
    my ($change, $text) = @_;
    my $to = $change->{to};
    my $name = basename($change->{name});
    my $done;
    if ($change->{kind} eq 'returns') {
        $done = $text =~ s/\n\{\n.*\n\}\n$/\n{\n    return $to;\n}\n/s;
    } elsif ($change->{kind} eq 'without') {
        $done = $text =~ s/\b\Q$to\E$balanced\s*;/;/g;
    } elsif ($change->{kind} eq 'is') {
        $done = $text =~ s/\b$name\b(\s*=)?.*?(\n?)$/"$name" . ($1 \/\/ '') . " $to$2"/se;
    } elsif ($name =~ /\./) {
        $done = $text =~ s/\Q$change->{from}\E/$to/;
    } else {
        my $from = pattern($change->{from});
        $done = $text =~ s/$from/$to/g;
    }
    return $done ? $text : undef;
}

# make_change: makes it in %$new (path -> text). What is wrong, or ''.
sub make_change {
    my ($change, $new) = @_;
    my @made;
    my @places = definitions($change->{name}, $new);
    return "nothing is named $change->{name} any more" if !@places;
    for my $place (@places) {
        my ($path, $begin, $length) = @$place;
        my $definition = substr $new->{$path} // $text{$path}, $begin, $length;
        my $instead    = changed($change, $definition);
        push @made, [ @$place, $instead ] if defined $instead && $instead ne $definition;
    }
    return "the change of $change->{name} does not apply any more" if !@made;
    return "$change->{name} is the name of several, and the change fits more than one" if @made > 1;
    my ($path, $begin, $length, $instead) = @{ $made[0] };
    $new->{$path} //= $text{$path};
    substr($new->{$path}, $begin, $length) = $instead;
    return '';
}

# plan: the mutant's files, or what is wrong.
sub plan {
    my ($mutant) = @_;
    my $known = $tests{ $mutant->{test} } // [];
    return "there are " . @$known . " tests named $mutant->{test}" if @$known != 1;
    ($mutant->{program} = $known->[0]) =~ s{^tests/unit/(.*)\.c$}{build/release/tests/$1};
    ($mutant->{target} = $mutant->{program}) =~ s{^tests/e2e/.*}{all};
    return 'it changes nothing' if !@{ $mutant->{changes} };
    $mutant->{files} = {};
    for (@{ $mutant->{changes} }) {
        my $wrong = make_change($_, $mutant->{files});
        return $wrong if $wrong;
    }
    return '';
}

# Puts back each file that is newer than when the tree was made, with its time: what was built is good again.
sub restore {
    my ($tree, $whole) = @_;
    my $since = (stat "$tree/since")[9];
    find({ no_chdir => 1, wanted => sub {
        return if !-f $_ || $_ eq "$tree/since" || (stat $_)[9] <= $since;
        (my $before = $_) =~ s/^\Q$tree\E/$whole/;
        unlink $_;
        system('cp', '-p', $before, $_) == 0 or die "$_ can't be put back\n" if -e $before;
    } }, $tree);
}

# Whether a test fails; its first failure is enough. undef: it is skipped here, and tells nothing.
sub fails {
    my ($tree, $program) = @_;
    unlink "$tree/test.log";    # what the mutant before left there is not this one's
    my $pid = fork // die "fork: $!\n";
    if (!$pid) {
        chdir $tree or die;
        open STDOUT, '>', 'test.log' or die;
        open STDERR, '>&', \*STDOUT or die;
        $ENV{CMOCKA_MESSAGE_OUTPUT} = 'TAP';
        exec 'timeout', $PATIENCE, $program =~ /\.sh$/ ? 'bash' : (), $program or die;
    }
    while (waitpid($pid, WNOHANG) == 0) {
        sleep $LOOK;
        next if !-e "$tree/test.log" || slurp("$tree/test.log") !~ /^not ok/m;
        kill 'TERM', $pid;
        waitpid $pid, 0;
        return 1;
    }
    return slurp("$tree/test.log") =~ /^1\.\.0 # SKIP/ ? undef : $? != 0;
}

# A mutant that does not compile proves nothing; a warning is no error in it. What is wrong, or ''.
sub survives {
    my ($mutant, $tree) = @_;
    spill("$tree/$_", $mutant->{files}{$_}) for keys %{ $mutant->{files} };
    if (system("make -C $tree SAME_BUILD=1 WARNINGS=-w fonts $mutant->{target} >$tree/make.log 2>&1") != 0) {
        return join "\n# ", 'it does not compile', grep { /error|\*\*\*/ } split /\n/, slurp("$tree/make.log");
    }
    for my $try (1 .. $TRIES) {
        my $fails = fails($tree, $mutant->{program});
        return $SKIPPED if !defined $fails;
        syswrite STDOUT, "# run $try of $mutant->{test} is the first that fails: $mutant->{sentence}\n" if $fails && $try > 1;
        return '' if $fails;
    }
    return 'it survives';
}

# result: a line of TAP without a number: the lanes end in any order. What is wrong stands behind the sentence.
sub result {
    my ($mutant, $wrong) = @_;
    if ($wrong eq $SKIPPED) {
        syswrite STDOUT, "ok - $mutant->{sentence} # SKIP its test is skipped here\n";
        return 0;
    }
    my ($why, $detail) = split /\n/, $wrong, 2;
    my $line = $wrong ? "not ok - $mutant->{sentence} ($why)\n" : "ok - $mutant->{sentence}\n";
    $line .= "$detail\n" if defined $detail;
    syswrite STDOUT, $line;
    return $wrong ne '';
}

# A lane takes each so-manyth mutant in a tree of its own. Whether one was wrong.
sub lane {
    my ($tree, $whole, @mutants) = @_;
    system("cp -a $whole $tree && touch $tree/since") == 0 or die "no copy of the tree can be made\n";
    my $wrong = 0;
    for my $mutant (@mutants) {
        $wrong |= result($mutant, $mutant->{wrong} || survives($mutant, $tree));
        restore($tree, $whole);
    }
    return $wrong;
}

# All mutants, in as many lanes as there are cores. Whether one was wrong.
sub run_lanes {
    my (@mutants) = @_;
    my $whole = 'build/mutants/whole';
    delete @ENV{qw(MAKEFLAGS MAKELEVEL CI WERROR)};
    my $sources = join ' ', grep { $_ ne 'build' } glob '*';
    system("rm -rf build/mutants && mkdir -p $whole/build && cp -a $sources $whole && " .
           "cp -a build/release build/fonts $whole/build") == 0 or die "no copy of the tree can be made\n";
    my $lanes = qx(nproc) + 0;
    my %working;
    for my $lane (0 .. $lanes - 1) {
        my @share = grep { $_ % $lanes == $lane } 0 .. $#mutants;
        my $pid   = fork // die "fork: $!\n";
        exit lane("build/mutants/$lane", $whole, @mutants[@share]) if !$pid;
        $working{$pid} = 1;
    }
    my $wrong = 0;
    while (%working) {
        my $pid = wait;
        $wrong |= $? != 0;
        delete $working{$pid};
    }
    return $wrong;
}

my @mutants = read_list();
@mutants = grep { my $mutant = $_; grep { index($mutant->{sentence}, $_) >= 0 } @wanted } @mutants if @wanted;
die "no mutant's sentence has that\n" if !@mutants;
$_->{wrong} = plan($_) for @mutants;
my $wrong = 0;
if ($apply_only) {
    $wrong |= result($_, $_->{wrong}) for @mutants;
} else {
    $wrong = run_lanes(@mutants);
}
print '1..', scalar @mutants, "\n";
exit $wrong;
