#!/usr/bin/perl
# http_wire.pl PORT TOKEN WHAT: what a row of http_refusals.txt can't say, since it is no single request that comes at
# once. Exits with 0 where the server does what it must; says what it did where not.
use strict;
use warnings;
use FindBin;
use IO::Select;
use IO::Socket::INET;
use Time::HiRes 'time';

require "$FindBin::Bin/ask.pl";

my ($port, $token, $what) = @ARGV;
my $PATIENCE = 20;      # seconds for an answer
my $SLOWEST  = 60;      # seconds until who sends a byte a second must have been cut
my $MANY     = 1000;    # connections
my $LONGEST  = 61440;   # bytes of a body (BODY_MAX of serve/http.c)
$SIG{PIPE} = 'IGNORE';

sub post {
    my ($length, $body) = @_;
    return "POST /api/v1/items HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer $token\r\n" .
        "Content-Type: application/json\r\nContent-Length: $length\r\n\r\n$body";
}

sub to_server {
    return IO::Socket::INET->new(PeerAddr => '127.0.0.1', PeerPort => $port, Timeout => $PATIENCE) // die "nobody listens\n";
}

# The first bytes of what a connection hears; '' where it ends, or says nothing.
sub first_of {
    my ($socket) = @_;
    my $heard = '';
    sysread $socket, $heard, length 'HTTP/1.1 200' if IO::Select->new($socket)->can_read($PATIENCE);
    return $heard;
}

# The status of each answer that a connection hears until it ends.
sub statuses { return join ' ', ask($port, $_[0], $PATIENCE) =~ m{^HTTP/1\.1 (\d+)}mg }

sub equal {
    my ($found, $wanted) = @_;
    print "found $found, wanted $wanted\n" if $found ne $wanted;
    return $found eq $wanted;
}

my $get  = "GET /api/v1/openapi.json HTTP/1.1\r\nHost: localhost\r\n";
my $last = "Connection: close\r\n\r\n";

my %cases = (
    # A byte a second, more than the words need: the connection ends without an answer.
    slow => sub {
        my ($socket, $begun) = (to_server(), time);
        print {$socket} post(1000, '{"text":"');
        while (time - $begun < $SLOWEST && !IO::Select->new($socket)->can_read(1)) {
            syswrite $socket, 'a' or last;
        }
        my $seconds = time - $begun;
        my $heard = $seconds < $SLOWEST ? first_of($socket) : 'nothing';
        return equal("after $seconds s: $heard", "after $seconds s: ");
    },
    # Half of a body, and no more to come: the others go on. That nothing is in the store is for who has called.
    half => sub {
        my $socket = to_server();
        print {$socket} post(40, '{"text":"Half a body"}');
        close $socket;
        return equal(statuses("$get$last"), '200');
    },
    pipelined => sub { return equal(statuses("$get\r\n" x 3 . "$get$last"), '200 200 200 200') },
    # What stands in a body that is refused is no request; nor what follows it.
    hidden => sub {
        my $hidden = "GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n";
        (my $nobody = post(length $hidden, $hidden)) =~ s/^Authorization.*\r\n//m;
        return equal(statuses($nobody . $hidden), '401');
    },
    # Two lengths, or a length and chunks, have two readings (RFC 9112, 6.3), of which a proxy may have the other.
    lengths => sub {
        my ($words, $found) = ('{"text":"Two lengths"}', '');
        for my $second ("Content-Length: 5", 'Transfer-Encoding: chunked', 'Transfer-Encoding: gzip') {
            (my $both = post(length $words, $words)) =~ s/\r\n\r\n/\r\n$second\r\n\r\n/;
            $found .= statuses($both);
        }
        return equal($found, '400400400');
    },
    # As deep as a body can be, open and closed.
    deep => sub {
        my $found = '';
        for my $body ('[' x $LONGEST, '{"a":' x ($LONGEST / 5), '[' x ($LONGEST / 2) . ']' x ($LONGEST / 2),
                      '{"text":' . '[' x 2000 . ']' x 2000 . '}') {
            my $request = post(length $body, $body);
            $request =~ s/\r\n/\r\nConnection: close\r\n/;
            $found .= statuses($request);
        }
        return equal($found, '400400400422');
    },
    # They stand there with half a request each; who asks whole is answered, and so are they in the end.
    many => sub {
        my @sockets = map { to_server() } 1 .. $MANY;
        print {$_} $get for @sockets;
        return 0 if !equal(statuses("$get$last"), '200');
        my $answered = 0;
        for my $socket (@sockets) {
            print {$socket} $last;
            $socket->flush;
            $answered++ if first_of($socket) eq 'HTTP/1.1 200';
        }
        return equal($answered, $MANY);
    },
    # More than there is room for: those that are in stay in, and when they have gone the next is answered.
    crowd => sub {
        my @sockets;
        my $first = to_server();
        for (1 .. 1.6 * $MANY) {
            my $socket = IO::Socket::INET->new(PeerAddr => '127.0.0.1', PeerPort => $port, Blocking => 0) or last;
            push @sockets, $socket;
        }
        print "only @{[scalar @sockets]} came\n" if @sockets < 1.6 * $MANY;
        print {$first} "$get$last";
        my $heard = first_of($first);
        close $_ for @sockets;
        return equal($heard, 'HTTP/1.1 200') && equal(statuses("$get$last"), '200');
    },
);
die "$what: there are " . join(', ', sort keys %cases) . "\n" if !$cases{$what};
exit !$cases{$what}->();
