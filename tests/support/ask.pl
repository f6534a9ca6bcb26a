#!/usr/bin/perl
# ask.pl PORT SECONDS <REQUEST: asks the web server of this machine, and prints what it answers until it ends, or so long.
# Other scripts take the function (require).
use strict;
use warnings;
use IO::Select;
use IO::Socket::INET;
use Time::HiRes 'time';

# ask(PORT, REQUEST, SECONDS): the answer, '' where nobody is there.
sub ask {
    my ($port, $request, $seconds) = @_;
    my $socket = IO::Socket::INET->new(PeerAddr => '127.0.0.1', PeerPort => $port, Timeout => $seconds) or return '';
    print $socket $request;
    my ($answer, $end) = ('', time + $seconds);
    while ((my $left = $end - time) > 0) {
        last if !IO::Select->new($socket)->can_read($left) || !sysread $socket, my $part, 65536;
        $answer .= $part;
    }
    return $answer;
}

if (!caller) {
    local $/;
    my $request = <STDIN>;
    print ask($ARGV[0], $request, $ARGV[1]);
}
1;
