#!/usr/bin/perl
# card.pl CARD DISCOVERY STATE PICTURE: card.yaml as a page, of what a wall has really told a broker: its discovery document (of
# which Home Assistant makes the entities), its state and its picture. An entity of the card that the document doesn't make is
# an error. The page says that it is no screenshot of Home Assistant.
use strict;
use warnings;
use JSON::PP qw(decode_json);
use MIME::Base64 qw(encode_base64);

die "usage: card.pl CARD DISCOVERY STATE PICTURE\n" unless @ARGV == 4;
binmode STDOUT, ':encoding(UTF-8)';

sub slurp {
    my ($path) = @_;
    open my $in, '<:raw', $path or die "$path: $!\n";
    local $/;
    return scalar <$in>;
}
my ($card, $document, $state, $picture) = (slurp($ARGV[0]), decode_json(slurp($ARGV[1])), decode_json(slurp($ARGV[2])), slurp($ARGV[3]));

# Home Assistant's names of entities: the platform, and the device's and the entity's name in small letters.
my %entity;
for my $component (values %{ $document->{components} }) {
    (my $slug = lc "$document->{device}{name} $component->{name}") =~ s/[^a-z0-9]+/_/g;
    $entity{"$component->{platform}.$slug"} = $component;
}

sub value_of {
    my ($name) = @_;
    my $value = $state;
    $value = ref $value eq 'HASH' ? $value->{$_} : undef for split /\./, $name;
    return $value;
}

# The templates that the document has: a condition with `and` and `not`, or a member; another one is an error.
sub is_true {
    my ($condition) = @_;
    for my $term (split / and /, $condition) {
        my $not = $term =~ s/^not //;
        $term =~ s/^value_json\.// or die "card.pl: $condition\n";
        return 0 if !!value_of($term) == !!$not;
    }
    return 1;
}

sub render {
    my ($template) = @_;
    return is_true($2) ? $1 : $3 if $template =~ /^\{\{ '(\w+)' if (.+?) else '(\w+)' \}\}$/;
    return value_of($1) // '' if $template =~ /^\{\{ \(?value_json\.([\w.]+)(?: or ''\)\[:250\](?: if .* else '')?)? \}\}$/;
    die "card.pl: a template that it can't read: $template\n";
}

sub escaped {
    my ($text) = @_;
    $text =~ s/([&<>"])/'&#' . ord($1) . ';'/ge;
    return $text;
}

my (@rows, @buttons, $image);
my $title = $card =~ /^ *title: (.+)$/m ? $1 : '';
my @lines = split /\n/, $card;
while (defined(my $line = shift @lines)) {
    my ($id) = $line =~ /entity: (\w+\.\w+)/ or next;
    my $component = $entity{$id} or die "card.pl: $id: the discovery document makes no such entity\n";
    my $platform = $component->{platform};
    if ($platform eq 'image') {
        $image = 'data:' . $component->{content_type} . ';base64,' . encode_base64($picture, '');
    } elsif ($platform eq 'button') {
        push @buttons, @lines && $lines[0] =~ /^\s+name: (.+)$/ ? $1 : $component->{name};
    } else {
        my $value = render($component->{ $platform eq 'light' ? 'state_value_template' : 'value_template' });
        my %class = ('light.ON' => 'on', 'switch.ON' => 'on');
        my $shown = $platform eq 'binary_sensor' ? ($value eq 'ON' ? 'Problem' : 'OK') : $value;
        $shown = sprintf '<i class="%s"></i>', $class{"$platform.$value"} // '' if $platform =~ /^(light|switch)$/;
        $shown = escaped($shown) unless $platform =~ /^(light|switch)$/;
        push @rows, sprintf '<tr><td>%s<td>%s', escaped($component->{name}), $shown;
    }
}
die "card.pl: a card without a picture, rows and buttons\n" unless $image && @rows && @buttons;
@buttons = map { '<b>' . escaped($_) . '</b>' } @buttons;
my $drawn = "Drawn from what a wall has told a broker (config/homeassistant/card.pl); no screenshot of Home Assistant";
print <<"PAGE";
<!DOCTYPE html><meta charset="utf-8"><title>Card</title><style>
body { margin: 0; padding: 12px; width: 536px; background: #f2f3f5; color: #1f2328; font: 16px/1.4 "DejaVu Sans", sans-serif }
img { display: block; width: 100%; image-rendering: pixelated; border-radius: 10px; background: #000 }
div { margin-top: 10px; padding: 14px 18px; border-radius: 10px; background: #fff; border: 1px solid #dadde1 }
h1 { margin: 0 0 8px; font-size: 21px; font-weight: normal }
table { width: 100%; border-collapse: collapse } td { padding: 6px 0; vertical-align: top } td + td { text-align: right; padding-left: 30px }
i { display: inline-block; width: 34px; height: 18px; border-radius: 9px; background: #c3c7cc; position: relative }
i.on { background: #0b62c4 }
i::after { content: ""; position: absolute; left: 2px; top: 2px; width: 14px; height: 14px; border-radius: 7px; background: #fff } i.on::after { left: 18px }
p { margin: 8px 0 0; border-top: 1px solid #dadde1; padding-top: 10px; display: flex; justify-content: space-around } b { font-weight: normal; color: #0b57b0 }
small { display: block; margin: 10px 4px 0; color: #5b626a; font-size: 12px }
</style><img src="$image" alt=""><div><h1>@{[escaped($title)]}</h1><table>@rows</table><p>@buttons</p></div><small>$drawn</small>
PAGE
