#!/usr/bin/perl
# lose.pl COUNT SECONDS: while a ticker runs and edits come, its store is removed, emptied, replaced, damaged or
# its disk taken away, at COUNT instants drawn by SEED (1), or as many as SECONDS allow. What was acknowledged is
# there afterwards, or it is said which is not. Prints TAP. MOTOGRAPH names the program; LOSE_LOG=NAME keeps the
# folder of what went wrong as NAME.LANE.INSTANT, with what was asked and answered in `said`.
use strict;
use warnings;
use Cwd 'abs_path';
use File::Basename;
use File::Path 'remove_tree';
use File::Temp 'tempdir';
use POSIX ':sys_wait_h';
use Time::HiRes qw(sleep time);

my ($count, $seconds) = (@ARGV, 200, 600);
my $seed = $ENV{SEED} // 1;
my $root = abs_path(dirname($0) . '/..');
my $program = abs_path($ENV{MOTOGRAPH} // "$root/build/release/motograph");
my $lanes = 4; # a ticker mostly waits
my $wait_s = 60;
my $look_s = 2;
my $looks = 10; # five seconds
my $heard = 0; # of the ticker's log, when the store was listed last
$ENV{LC_ALL} = 'C.UTF-8';
$ENV{TZ} = 'UTC';

my %maybe; # what was refused may be stored all the same: it was said that it may be
my ($folder, $disk, $store, @db, $ticker);

sub bytes_of { -s $_[0] // 0 }

# Random bytes over a stretch of a file.
sub overwrite {
    my ($path) = @_;
    my $size = bytes_of($path) or return;
    open my $file, '+<', $path or return;
    binmode $file;
    sysseek $file, int rand $size, 0;
    syswrite $file, join '', map { chr int rand 256 } 1 .. 1 + int rand 4000;
    close $file;
}

sub shorten { truncate $_[0], int rand(bytes_of($_[0]) + 1) if -e $_[0] }
sub empty { truncate $_[0], 0 if -e $_[0] }
sub replace {
    my ($make) = @_;
    unlink $store, "$store-wal", "$store-shm";
    system "sqlite3", $store, $make;
}

my %faults = (
    'the file is removed' => sub { unlink $store },
    'all of it is removed' => sub { unlink $store, "$store-wal", "$store-shm" },
    'the file is emptied' => sub { empty($store) },
    'all of it is emptied' => sub { empty($_) for "$store-wal", "$store-shm", $store },
    'the file is truncated' => sub { shorten($store) },
    'the file is written over' => sub { overwrite($store) },
    'its beginning is written over' => sub {
        open my $file, '+<', $store or return;
        syswrite $file, 'x' x 200;
        close $file;
    },
    'another program\'s database takes its place' => sub { replace('CREATE TABLE other (a)') },
    'a file of another kind takes its place' => sub {
        unlink $store, "$store-wal", "$store-shm";
        open my $file, '>', $store or return;
        print $file "no database\n" x 500;
        close $file;
    },
    'the log of changes is removed' => sub { unlink "$store-wal" },
    'the log of changes is truncated' => sub { shorten("$store-wal") },
    'the log of changes is emptied' => sub { empty("$store-wal") },
    'the index is removed' => sub { unlink "$store-shm" },
    'the index is truncated' => sub { empty("$store-shm") },
    'the disk goes and comes back' => sub {
        rename $disk, "$disk.away";
        mkdir $disk;
        sleep 0.5 + rand 1;
        remove_tree($disk);
        rename "$disk.away", $disk;
    },
);
# Where the rights allow it the disk is one that can be unmounted, in a mount namespace of our own.
if ($ENV{LOSE_MOUNTS}) {
    $faults{'the disk is unmounted and mounted again'} = sub {
        system('umount', '-l', $disk) == 0 or return;
        sleep 0.5 + rand 1;
        system 'mount', '--bind', "$folder/real", $disk;
    };
    delete $faults{'the disk goes and comes back'}; # a folder with a mount in it can't be renamed
} elsif ($> == 0 && system('unshare -m true 2>/dev/null') == 0) {
    $ENV{LOSE_MOUNTS} = 1;
    exec 'unshare', '-m', '--propagation', 'private', $^X, abs_path($0), @ARGV;
} else {
    print "# no disk is unmounted: that needs root, and a mount namespace (unshare -m)\n";
}
my @kinds = sort keys %faults;

sub say_to {
    my ($name, $text) = @_;
    open my $file, '>>', "$folder/$name" or return;
    printf $file "%.3f %s\n", time, $text;
    close $file;
}

# run ARGUMENT...: standard output, or undef where it failed.
sub run {
    my $begun = time;
    my $pid = open my $out, '-|';
    if (!$pid) {
        open STDERR, '>>', "$folder/said";
        exec $program, @_, @db or exit 9;
    }
    my $text = join '', <$out>;
    close $out;
    my $good = $? == 0;
    say_to('said', sprintf 'after %.3f s: %s: %s: %s', time - $begun, "@_", $good ? 'done' : 'failed', $text);
    return $good ? $text : undef;
}

# What the last command said, in one line.
sub last_said {
    open my $file, '<', "$folder/said" or return '';
    my @lines = grep { /\S/ } <$file>;
    return join ' ', map { chomp; s/^[\d.]+ //r } @lines < 4 ? @lines : @lines[-4 .. -1];
}

# What is wrong with the as-run log, where the ticker has not said so: once. What can't be read at all it will find when
# it reads the store through.
my $log_is_broken;

sub broken_log {
    return '' if $log_is_broken || defined run('asrun', '--verify');
    my $said = last_said();
    return '' if $said !~ /the chain breaks/;
    $log_is_broken = 1;
    return is_told() ? '' : "the log does not verify, which was not said: $said";
}

sub is_told { log_text() =~ /not all could be read: the as-run log/ }

# A ticker reads its store through when it starts.
sub broken_in_the_end {
    return '' if $log_is_broken || is_told() || defined run('asrun', '--verify');
    start() or return 'no ticker starts';
    kill 'TERM', $ticker;
    waitpid $ticker, 0;
    return defined run('asrun', '--verify') || is_told() ? '' : 'the log does not verify, which was not said: ' . last_said();
}

sub until_true {
    my ($test) = @_;
    my $end = time + $wait_s;
    until ($test->()) {
        return 0 if time > $end;
        sleep 0.1;
    }
    return 1;
}

sub start {
    $ticker = fork;
    if (!$ticker) {
        open STDOUT, '>', '/dev/null';
        open STDERR, '>>', "$folder/log";
        exec $program, 'run', '--output', 'null', @db or exit 9;
    }
    return until_true(sub { (run('status', '--json') // '') =~ /"on_air"/ });
}

sub log_text {
    open my $file, '<', "$folder/log" or return '';
    local $/;
    return <$file>;
}

# A row of which it is said that it is not what was stored, until the ticker has found it, too.
my $damaged = 'damaged';

sub list {
    my $text = run('list', '--jsonl') // return undef;
    my %found;
    for (split /\n/, $text) {
        my ($id) = /"id":(\d+)/ or next;
        my ($words) = /"text":"([^"]*)"/;
        my ($state) = /"state":"([^"]*)"/;
        $found{$id} = /"damaged":null/ ? "$state $words" : $damaged;
    }
    return \%found;
}

# A kill that the ticker will write when it can may come behind an edit. One that is acknowledged leaves unsure which
# words it found.
sub note {
    my ($known, $id, $state, $acknowledged) = @_;
    my @before = keys %{$maybe{$id} // {}};
    my $killed = grep { /^killed/ } @before;
    if (defined $acknowledged) {
        $known->{$id} = $state;
        $maybe{$id} = { $state =~ /^killed/ ? map { s/^live/killed/r => 1 } @before : () };
    } else {
        $maybe{$id}{$state} = 1;
    }
    $maybe{$id}{$state =~ s/^live/killed/r} = 1 if $killed;
}

# One edit; what is acknowledged is known to hold.
sub edit {
    my ($known, $number) = @_;
    my @ids = grep { $known->{$_} =~ /^live/ } sort { $a <=> $b } keys %$known;
    my $kind = int rand 3;
    if ($kind == 0 || @ids < 4) {
        my $text = run('add', "Line $number");
        $known->{$1} = "live Line $number" if ($text // '') =~ /^(\d+):/;
        return;
    }
    my $id = $ids[int rand @ids];
    if ($kind == 1) {
        my $text = run('kill', $id);
        note($known, $id, $known->{$id} =~ s/^live/killed/r, $text);
    } else {
        my $text = run('edit', $id, "Line $number edited");
        note($known, $id, "live Line $number edited", $text);
    }
}

# Ids that the log names, "1, 4 to 7".
sub told_in {
    my ($text) = @_;
    my %told;
    while ($text =~ /(?:of snippets |be read \()([0-9, to]+)/g) {
        for (split /, /, $1) {
            /(\d+)(?: to (\d+))?/ or next;
            $told{$_} = 1 for $1 .. $2 // $1;
        }
    }
    return \%told;
}

# What is neither there nor told.
sub missing {
    my ($known, $found, $told) = @_;
    my @lost;
    for my $id (sort { $a <=> $b } keys %$known) {
        my $is = $found->{$id} // 'nothing';
        next if $is eq $known->{$id} || $maybe{$id}{$is} || grep { $_ eq $damaged } $is, $known->{$id};
        push @lost, "$id is \"$is\", not \"$known->{$id}\"" unless $told->{$id} || $is =~ /^held/;
    }
    return @lost;
}

sub is_well {
    my $status = run('status', '--json') // '';
    return $status =~ /"store_trouble":null/ && $status =~ /"pending":0/;
}

sub one {
    my ($kind, $known, $number) = @_;
    my $hit = fork;
    if (!$hit) {
        sleep rand 0.3;
        say_to('said', "fault: $kind");
        $faults{$kind}->();
        POSIX::_exit(0);
    }
    edit($known, "$number.$_") for 1 .. 3;
    waitpid $hit, 0;
    # A ticker looks at its store once a second, and reads through what has changed: another program may read it before.
    sleep $look_s;
    my ($found, @lost, $at);
    until_true(sub {
        is_well() or return 0;
        my $added = run('add', "After $number") // return 0;
        $known->{$1} = "live After $number" if $added =~ /^(\d+):/;
        $at = length log_text();
        return $found = list();
    }) or return 'the store is not taken up again';
    for my $look (1 .. $looks) {
        @lost = missing($known, $found, told_in(substr log_text(), $heard)) or last;
        sleep 0.5;
        is_well() or next;
        $at = length log_text();
        $found = list() // $found;
    }
    kill 0, $ticker or return 'the ticker is gone';
    %$known = %$found; # what was told is known anew
    %maybe = ();
    $heard = $at;
    return join '; ', @lost, broken_log() || ();
}

# A file system of its own, which stays mounted elsewhere, too: what a ticker has open is not gone.
sub mount_disk {
    mkdir "$folder/real";
    mkdir $disk;
    system('mount', '-t', 'tmpfs', 'none', "$folder/real") == 0 or die 'no tmpfs can be mounted';
    system 'mount', '--bind', "$folder/real", $disk;
}

sub lane {
    my ($lane, $out) = @_;
    my $end = time + $seconds;
    my (%known, $made);
    srand($seed * 1000 + $lane);
    $folder = tempdir(CLEANUP => 1, DIR => -w '/dev/shm' ? '/dev/shm' : '/tmp');
    ($disk, $store) = ("$folder/disk", "$folder/disk/news.db");
    mount_disk() if $ENV{LOSE_MOUNTS};
    $ENV{XDG_CACHE_HOME} = "$folder/cache";
    @db = ('--set', "store.path=$store", '--set', "control.socket=$folder/socket");
    edit(\%known, "first $_") for 1 .. 6;
    run('backup');
    start() or print $out "no ticker starts\n";
    for (my $i = $lane; $i < $count && time < $end; $i += $lanes) {
        my $kind = $kinds[int rand @kinds];
        my $wrong = one($kind, \%known, $i);
        print $out "fault $kind\n";
        print $out "wrong instant $i, $kind: $wrong\n" if $wrong;
        if ($wrong && $ENV{LOSE_LOG}) {
            say_to('said', "wrong instant $i, $kind: $wrong");
            system 'cp', '-r', $folder, "$ENV{LOSE_LOG}.$lane.$i";
        }
        run('backup') if rand() < 0.3;
    }
    kill 'TERM', $ticker;
    waitpid $ticker, 0;
    my $ended = $?;
    my $broken = broken_in_the_end();
    print $out "wrong at the end the ticker ends with $ended\n" if $ended;
    print $out "wrong at the end $broken\n" if $broken;
    system 'cp', '-r', $folder, "$ENV{LOSE_LOG}.$lane.end" if $ENV{LOSE_LOG} && ($ended || $broken);
    close $out;
    system "umount -l $disk; umount -l $folder/real" if $ENV{LOSE_MOUNTS};
    remove_tree($folder);
    POSIX::_exit(0);
}

my @results;
for my $lane (0 .. $lanes - 1) {
    pipe my $in, my $out or die $!;
    if (!fork) {
        close $in;
        lane($lane, $out);
    }
    close $out;
    push @results, $in;
}
my (@wrong, %done);
for my $in (@results) {
    while (<$in>) {
        chomp;
        if (/^fault (.*)/) { $done{$1}++ }
        else { push @wrong, $_ }
    }
}
1 while wait > 0;
my $all = 0;
$all += $_ for values %done;
print "# $_: $done{$_}\n" for sort keys %done;
print "# $_\n" for @wrong;
print @wrong || !$all ? 'not ok' : 'ok', " 1 - What was acknowledged is there, or it is said which is not: $all faults\n";
print "1..1\n";
exit(@wrong || !$all ? 1 : 0);
