# plug.pl: a disk whose plug is pulled, for nbdkit's perl plugin; pulls.pl starts it.
#
#   nbdkit perl tests/pi/plug.pl disk=FILE seed=N qemu=PIDFILE [pull=SECTOR] [lies=1] told=FILE
#
# It has a write cache, as a USB stick or SSD may: what was written since the last flush stands in this program alone. At the
# pull each sector of it is, by the seed, as it was flushed or as any later write left it, one sector without regard to the
# other: so writes are lost in any order, and half. pull=SECTOR: QEMU is killed in the midst of the write that brings the
# so-many-th sector, which counts as not flushed. lies=1: the disk says that it flushed, and did not. Otherwise whoever kills QEMU pulls. `told` gets a line at the end: sectors
# written, flushes, sectors that were not flushed, and how many of them lost their newest bytes.
use strict;
use warnings;

use constant SECTOR => 512;

my %has = (seed => 1, pull => 0, lies => 0);
my ($disk, $is_pulled);
my %unflushed; # sector => what it was since the last flush, one behind the other
my %count = map { $_ => 0 } qw(written flushes unflushed lost);

sub config { $has{$_[0]} = $_[1] }

sub config_complete {
    open $disk, '+<', $has{disk} or die "$has{disk}: $!";
    binmode $disk;
    srand $has{seed};
}

sub open { {} }
sub get_size { -s $disk }
sub can_write { 1 }
sub can_flush { 1 }
sub thread_model { 0 } # one request behind the other

sub from_disk {
    my ($at, $length) = @_;
    sysseek $disk, $at, 0;
    my $bytes = '';
    sysread($disk, $bytes, $length - length $bytes, length $bytes) or die "$has{disk}: $!" while length $bytes < $length;
    return $bytes;
}

sub to_disk {
    my ($at, $bytes) = @_;
    sysseek $disk, $at, 0;
    syswrite($disk, $bytes) == length $bytes or die "$has{disk}: $!";
}

sub pread {
    my ($handle, $length, $at) = @_;
    my $bytes = from_disk($at, $length);
    return $bytes unless %unflushed;
    for my $sector ($at / SECTOR .. ($at + $length) / SECTOR - 1) {
        my $held = $unflushed{$sector} or next;
        substr $bytes, $sector * SECTOR - $at, SECTOR, $held->[-1];
    }
    return $bytes;
}

sub hold {
    my ($bytes, $at) = @_;
    for (my $i = 0; $i < length $bytes; $i += SECTOR) {
        push @{$unflushed{($at + $i) / SECTOR}}, substr $bytes, $i, SECTOR;
    }
}

sub kill_qemu {
    $is_pulled = 1;
    CORE::open my $file, '<', $has{qemu} or die "$has{qemu}: $!";
    kill KILL => <$file> + 0;
    die "the plug is pulled\n";
}

sub pwrite {
    my ($handle, $bytes, $at) = @_;
    die "the plug is pulled\n" if $is_pulled;
    my $before = $count{written};
    $count{written} += length($bytes) / SECTOR;
    hold($bytes, $at);
    kill_qemu() if $before < $has{pull} && $count{written} >= $has{pull};
}

sub flush {
    die "the plug is pulled\n" if $is_pulled;
    $count{flushes}++;
    return if $has{lies};
    to_disk($_ * SECTOR, $unflushed{$_}[-1]) for keys %unflushed;
    %unflushed = ();
}

# Nobody is connected any more: there is no power.
sub close {
    for my $sector (sort { $a <=> $b } keys %unflushed) {
        my @was = @{$unflushed{$sector}};
        my $kept = int rand(1 + @was);
        to_disk($sector * SECTOR, $was[$kept - 1]) if $kept;
        $count{unflushed}++;
        $count{lost}++ if $kept < @was;
    }
    %unflushed = ();
    CORE::open my $file, '>', "$has{told}.new" or die "$has{told}: $!";
    print $file join(' ', map { "$_=$count{$_}" } sort keys %count), "\n";
    CORE::close $file;
    rename "$has{told}.new", $has{told};
}
