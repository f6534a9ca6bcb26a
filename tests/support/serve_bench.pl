#!/usr/bin/perl
# serve_bench.pl PORT TOKEN: bytes a second and viewer, the first picture, an edit's way. For tests/bench/serve.sh.
use strict;
use warnings;
use FindBin;
use IO::Select;
use IO::Socket::INET;
use Time::HiRes 'time';

require "$FindBin::Bin/ask.pl";

use constant { VIEWERS => 99, SECONDS => 60 };
my ($port, $token) = @ARGV;

sub connected {
    return IO::Socket::INET->new(PeerAddr => '127.0.0.1', PeerPort => $port) // die "no server: $!\n";
}

sub get {
    my ($method, $path, $body) = @_;
    return ask($port, sprintf("%s %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAuthorization: Bearer %s\r\n" .
        "Content-Type: application/json\r\nContent-Length: %d\r\n\r\n%s", $method, $path, $token, length $body, $body), 20);
}

my $began = time;
my @strips = get('GET', '/api/v1/scene', '') =~ /"strip":"([0-9a-f]{64})"/g;
get('GET', "/api/v1/strips/$_", '') for @strips;
printf "first picture: %.0f ms\n", 1000 * (time - $began);

my @viewers = map { connected() } 0 .. VIEWERS;
print $_ "GET /api/v1/events HTTP/1.1\r\nHost: localhost\r\n\r\n" for @viewers;
my ($bytes, %strip, $text) = (0);
my $first = shift @viewers;
my $end = time + SECONDS;
while ((my $left = $end - time) > 0) {
    IO::Select->new($first)->can_read($left) or next;
    sysread $first, my $part, 65536 or last;
    $bytes += length $part;
    $text .= $part;
    for my $key ($part =~ /"strip":"([0-9a-f]{64})"/g) {
        next if $strip{$key}++;
        $bytes += length get('GET', "/api/v1/strips/$key", '');
    }
}
printf "a viewer at 256x64: %.0f bytes a second over %d s\n", $bytes / SECONDS, SECONDS;

$began = time;
get('POST', '/api/v1/breaking', '{"text":"Storm in the harbour","minutes":1}') =~ /^HTTP\S+ 201/ or die "refused\n";
my $answered = time;
my $heard = '';
while ($heard !~ /Storm in the harbour/) {
    IO::Select->new($first)->can_read(5) or die "nothing came\n";
    sysread $first, my $part, 65536 or die "it ended\n";
    $heard .= $part;
}
printf "an edit: answered after %.0f ms, told to viewers %.0f ms after that\n", 1000 * ($answered - $began), 1000 * (time - $answered);
