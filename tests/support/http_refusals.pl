#!/usr/bin/perl
# http_refusals.pl PORT TABLE VIEWER EDITOR CHIEF: asks for each row of the table on a connection of its own, and prints
# those that are answered otherwise, or whose refusal names no code; then how many were as they should be.
use strict;
use warnings;
use FindBin;

require "$FindBin::Bin/ask.pl";

my ($port, $table, @tokens) = @ARGV;
my %token = (viewer => $tokens[0], editor => $tokens[1], chief => $tokens[2]);
my ($good, $all) = (0, 0);

open my $rows, '<', $table or die "$table: $!\n";
while (my $row = <$rows>) {
    next if $row =~ /^#/;
    chomp $row;
    my ($status, $method, $path, $who, $fields, $body) = split /\t/, $row, -1;
    my @fields = split /;;/, $fields;
    push @fields, 'Host: localhost' unless grep { /^Host:/ } @fields;
    push @fields, "Authorization: Bearer $token{$who}" if $token{$who};
    push @fields, "Cookie: motograph=$token{editor}" if $who eq 'cookie';
    push @fields, 'Content-Length: ' . length $body
        if !grep({ /^Content-Length:/ } @fields) && ($body ne '' || $method =~ /^(POST|PUT)$/);
    my $answer = ask($port, join("\r\n", "$method $path HTTP/1.1", @fields, 'Connection: close', '', $body), 20);
    my ($got) = $answer =~ m{^HTTP/1\.1 (\d+)};
    $all++;
    my $told = $method eq 'HEAD' || $answer =~ /"code":"[a-z_]+"/;
    if (($got // 0) == $status && $told) { $good++ }
    else { printf "%s %s %s %.80s: %s in place of %s\n", $method, substr($path, 0, 60), $who, $body, $got // 'nothing', $status }
}
print "$good of $all rows are refused as they should be\n";
