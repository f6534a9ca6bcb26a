#!/usr/bin/perl
# serve_bench.pl PORT TOKEN: bytes a second and viewer, the first picture, an edit's way. For tests/bench/serve.sh.
use strict;
use warnings;
use Compress::Raw::Zlib;
use IO::Select;
use IO::Socket::INET;
use Time::HiRes 'time';

use constant { VIEWERS => 99, SECONDS => 60 };
my ($port, $token) = @ARGV;

sub connected {
    return IO::Socket::INET->new(PeerAddr => '127.0.0.1', PeerPort => $port) // die "no server: $!\n";
}

sub ask {
    my ($method, $path, $body) = @_;
    my $socket = connected();
    printf $socket "%s %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAuthorization: Bearer %s\r\n" .
        "Content-Type: application/json\r\nContent-Length: %d\r\n\r\n%s", $method, $path, $token, length $body, $body;
    my $answer = '';
    while (sysread $socket, my $part, 65536) { $answer .= $part }
    return $answer;
}

my $page = 0;
my @parts = ('/', ask('GET', '/', '') =~ /(?:src|href)="(\w+\.\w+)"/g);
$page += length((split /\r\n\r\n/, ask('GET', m{^/} ? $_ : "/$_", ''), 2)[1]) for @parts;
printf "the page: %d bytes in %d files, unpacked\n", $page, scalar @parts;

my $began = time;
my @strips = ask('GET', '/api/v1/scene', '') =~ /"strip":"([0-9a-f]{64})"/g;
ask('GET', "/api/v1/strips/$_", '') for @strips;
printf "first picture: %.0f ms\n", 1000 * (time - $began);

# As a browser asks; what comes is unpacked as it comes.
my @viewers = map { connected() } 0 .. VIEWERS;
print $_ "GET /api/v1/events HTTP/1.1\r\nHost: localhost\r\nAccept-Encoding: gzip\r\n\r\n" for @viewers;
my $first = shift @viewers;
my ($unpack) = Compress::Raw::Zlib::Inflate->new(-WindowBits => WANT_GZIP);
my ($bytes, $raw, $text) = (0, '', '');

sub hear {
    sysread $first, my $part, 65536 or die "it ended\n";
    $bytes += length $part;
    $raw .= $part;
    $raw =~ s/^HTTP.*?\r\n\r\n//s; # the head comes alone
    while ($raw =~ /^([0-9a-f]+)\r\n/i && length $raw >= length($&) + hex($1) + 2) {
        my $chunk = substr $raw, length $&, hex $1;
        substr($raw, 0, length($&) + hex($1) + 2) = '';
        my $code = $unpack->inflate($chunk, my $plain);
        die "what is packed is broken: $code\n" if $code != Z_OK;
        $text .= $plain;
    }
}

my $end = time + SECONDS;
while ((my $left = $end - time) > 0) {
    hear() if IO::Select->new($first)->can_read($left);
}
die "no scene was told\n" if $text !~ /^event: strip$/m || $text !~ /^event: scene$/m;
printf "a viewer at 256x64: %.0f bytes a second over %d s\n", $bytes / SECONDS, SECONDS;

$began = time;
ask('POST', '/api/v1/breaking', '{"text":"Storm in the harbour","minutes":1}') =~ /^HTTP\S+ 201/ or die "refused\n";
my $answered = time;
while ($text !~ /Storm in the harbour/) {
    IO::Select->new($first)->can_read(5) or die "nothing came\n";
    hear();
}
printf "an edit: answered after %.0f ms, told to viewers %.0f ms after that\n", 1000 * ($answered - $began), 1000 * (time - $answered);
