#!/usr/bin/perl
# web.pl READY LOG: a web server of scripted answers on port 8080 of every address, for tests in a network namespace of
# their own. READY is made when it listens; LOG gets a line a request: the host, the path and the headers that matter.
# What is answered is told by the path:
#
#   /turn/A,B,C        the path A in the first round, B in the second and so on; the last one stays. The round is what the
#                      file SCRATCH/round says, from 0 on; ~ stands for a slash
#   ...?N              a number that the item's title and id get, so that it is a story of its own
#   /to/CODE/ADDRESS   a redirect of that code; %xx in the address is decoded
#   /status/CODE       that status
#   /file/NAME         that file of the folder SCRATCH (environment)
#   others             the table below
use strict;
use warnings;
use IO::Socket::INET;
use IO::Compress::Gzip qw(gzip);

my ($ready, $log) = @ARGV;
$SIG{CHLD} = 'IGNORE';
$SIG{PIPE} = 'IGNORE';
my $server = IO::Socket::INET->new(LocalAddr => '0.0.0.0', LocalPort => 8080, Listen => 64, ReuseAddr => 1)
    or die "web.pl: $!\n";
open my $made, '>', $ready or die "$ready: $!\n";
close $made;

my $number = '';
my $title = 'The mill opens';
sub feed_of {
    my ($inside, $channel) = @_;
    return '<?xml version="1.0"?><rss version="2.0"><channel><title>T</title>' . ($channel // '') . "$inside</channel></rss>";
}

sub item {
    my ($words, $id) = @_;
    return '<item><guid>' . ($id // 1) . "$number</guid><title>$words$number</title></item>";
}

sub rss {
    return feed_of(item($title));
}
my $xml = "Content-Type: text/xml; charset=utf-8\r\n";

sub packed {
    my ($text) = @_;
    my $out;
    gzip(\$text, \$out);
    return $out;
}

sub whole {
    my ($headers, $body, $status) = @_;
    return 'HTTP/1.1 ' . ($status // '200 OK') . "\r\n${headers}Content-Length: " . length($body) . "\r\n\r\n$body";
}

# A client that goes on is sent more, a server's whole life long.
sub endless {
    my ($client, $piece, $pause) = @_;
    while (print {$client} $piece) {
        select undef, undef, undef, $pause if $pause;
    }
}

my %answers = (
    '/rss' => sub { whole("${xml}ETag: \"1\"\r\nLast-Modified: Mon, 02 Nov 2026 10:00:00 GMT\r\n", rss()) },
    '/aged' => sub { whole("${xml}Cache-Control: public, max-age=7200\r\n", rss()) },
    '/nocache' => sub { whole("${xml}Cache-Control: no-cache, max-age=7200\r\n", rss()) },
    '/gzip' => sub { whole("${xml}Content-Encoding: gzip\r\n", packed(rss())) },
    '/bomb' => sub { whole("${xml}Content-Encoding: gzip\r\n", packed("\0" x (64 << 20))) },
    '/bomb2' => sub { whole("${xml}Content-Encoding: gzip, gzip\r\n", packed(packed("\0" x (64 << 20)))) },
    '/notgzip' => sub { whole("${xml}Content-Encoding: gzip\r\n", rss()) },
    '/short' => sub { "HTTP/1.1 200 OK\r\n${xml}Content-Length: 5000\r\n\r\n@{[rss()]}" },
    '/nolength' => sub { "HTTP/1.1 200 OK\r\n${xml}Connection: close\r\n\r\n@{[rss()]}" },
    '/chunked' => sub {
        "HTTP/1.1 200 OK\r\n${xml}Transfer-Encoding: chunked\r\n\r\n" . sprintf('%x', length rss()) . "\r\n@{[rss()]}\r\n0\r\n\r\n";
    },
    '/badchunk' => sub { "HTTP/1.1 200 OK\r\n${xml}Transfer-Encoding: chunked\r\n\r\nzz\r\n@{[rss()]}" },
    '/empty' => sub { whole($xml, '') },
    '/nothing' => sub { '' },
    '/garbage' => sub { "\x16\x03\x01 this is no HTTP\r\n\r\n" },
    '/huge' => sub { whole($xml, 'x' x (5 << 20)) },
    '/large' => sub { whole($xml, 'x' x (4 << 20)) },
    '/portal' => sub { whole("Content-Type: text/html\r\n", '<html><title>Log in</title><p>Log in to the network.') },
    '/names' => sub { whole("Content-Type: text/html\r\n", '<!DOCTYPE html><html><head><title>Mill News</title>'
        . '<link rel="alternate" type="application/rss+xml" href="/rss"></head><body><p>Words of a page.</p></body></html>') },
    '/again' => sub { "HTTP/1.1 302 Found\r\nLocation: /again\r\nContent-Length: 0\r\n\r\n" },
    '/nowhere' => sub { "HTTP/1.1 302 Found\r\nContent-Length: 0\r\n\r\n" },
    '/later' => sub { whole("Retry-After: 120\r\n", 'x', '503 Unavailable') },
    '/toomany' => sub { whole("Retry-After: 3600\r\n", 'x', '429 Too Many') },
    '/relative' => sub { "HTTP/1.1 301 Moved\r\nLocation: rss\r\nContent-Length: 0\r\n\r\n" },
    '/other' => sub { whole("${xml}ETag: \"2\"\r\n", feed_of(item('The mill burns'))) },
    '/two' => sub { whole($xml, feed_of(item($title) . item('A second one', 2))) },
    '/stranger' => sub { whole($xml, feed_of(item('Casino', 9))) },
    '/bare' => sub { whole($xml, feed_of('')) },
    '/ttl' => sub { whole($xml, feed_of(item($title), '<ttl>120</ttl>')) },
    '/forever' => sub { whole("${xml}Cache-Control: max-age=99999999999\r\n", rss()) },
    '/past' => sub { whole("${xml}Cache-Control: max-age=-7200\r\n", rss()) },
    '/bomb10g' => sub { whole("${xml}Content-Encoding: gzip\r\n", packed("\0" x (64 << 20)) x 160) },
    '/laughs' => sub { whole($xml, '<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "ha">'
        . join('', map { '<!ENTITY ' . chr(97 + $_) . ' "' . ('&' . chr(96 + $_) . ';') x 10 . '">' } 1 .. 12)
        . ']>' . '<rss><channel><item><title>&m;</title></item></channel></rss>') },
    '/quadratic' => sub { whole($xml, '<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "' . 'x' x 60000 . '">]>'
        . '<rss><channel><item><title>' . '&a;' x 60000 . '</title></item></channel></rss>') },
    '/file-entity' => sub { whole($xml, '<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a SYSTEM "file:///etc/hostname">]>'
        . '<rss><channel><item><title>A &a; B</title></item></channel></rss>') },
    '/attributes' => sub { whole($xml, '<rss><channel><item ' . join(' ', map { "a$_=''" } 1 .. 100000)
        . "><title>A$number</title></item></channel></rss>") },
    '/deep' => sub { whole($xml, '<rss><channel>' . '<a>' x 100000) },
    '/cut' => sub { whole($xml, '<rss><channel>' . item($title) . '<item><title>Half of a ti') },
    '/image' => sub { whole("Content-Type: image/png\r\n", rss()) },
    '/picture' => sub { whole($xml, "\x89PNG\r\n\x1a\n" . "\0\1\2\3" x 100) },
    '/nulls' => sub { whole($xml, "\0" x 1000) },
    '/charset' => sub { whole("Content-Type: text/xml; charset=utf-16\r\n", rss()) },
    '/early' => sub { "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" . whole($xml, rss()) },
    '/headers' => sub { "HTTP/1.1 200 OK\r\n" . ("X-Long: " . 'y' x 1000 . "\r\n") x 400 . "\r\n@{[rss()]}" },
);

sub answer {
    my ($client) = @_;
    while (1) {
        my $request = '';
        while (defined(my $line = <$client>)) {
            $request .= $line;
            last if $line =~ /^\r?\n$/;
        }
        my ($path) = $request =~ m{^\w+ (\S+)} or return;
        my ($host) = $request =~ /^Host: (\S+)/mi;
        my @told = $request =~ /^((?:If-None-Match|If-Modified-Since|Authorization|User-Agent): [^\r\n]*)/gmi;
        open my $out, '>>', $log or die "$log: $!\n";
        print {$out} join(' | ', $host // '', $path, @told), "\n";
        close $out;
        $path =~ s{^http://[^/]*}{}; # as a proxy is asked
        if ($path =~ m{^/turn/(.*)}) {
            my @turns = split /,/, $1;
            my $round = 0;
            if (open my $told, '<', "$ENV{SCRATCH}/round") { $round = <$told> + 0 }
            ($path = '/' . $turns[$round < @turns ? $round : -1]) =~ tr{~}{/};
        }
        $number = $path !~ m{^/to/} && $path =~ s/\?(\d+)$// ? " $1" : '';
        if ($path =~ m{^/to/(\d+)/(.*)}) {
            my ($code, $to) = ($1, $2);
            $to =~ s/%(..)/chr hex $1/ge;
            print {$client} "HTTP/1.1 $code Moved\r\nLocation: $to\r\nContent-Length: 0\r\n\r\n";
        } elsif ($path =~ m{^/status/(\d+)}) {
            print {$client} whole('', 'x', "$1 Told");
        } elsif ($path =~ m{^/file/([a-z.]+)$} && open my $file, '<', "$ENV{SCRATCH}/$1") {
            print {$client} whole($xml, do { local $/; <$file> });
        } elsif ($path eq '/rss' && $request =~ /^If-None-Match: "1"/mi) {
            print {$client} "HTTP/1.1 304 Not Modified\r\nETag: \"1\"\r\n\r\n";
        } elsif ($path eq '/endless') {
            print {$client} "HTTP/1.1 200 OK\r\n$xml\r\n";
            endless($client, 'x' x 65536, 0);
            return;
        } elsif ($path eq '/silent') {
            <$client>; # until it goes
            return;
        } elsif ($path eq '/slow') {
            print {$client} "HTTP/1.1 200 OK\r\n$xml\r\n";
            endless($client, 'x', 1);
            return;
        } elsif (my $made = $answers{$path}) {
            my $bytes = $made->();
            print {$client} $bytes;
            return unless $bytes =~ /^HTTP.*\r\nContent-Length/s && $path ne '/short';
        } else {
            print {$client} whole('', 'x', '404 Not Found');
        }
        $client->flush;
    }
}

while (my $client = $server->accept) {
    if (fork == 0) {
        close $server;
        $client->autoflush(1);
        answer($client);
        exit 0;
    }
    close $client;
}
