#!/usr/bin/perl
# penc: letters that are described as strokes become a face of facec's.
#
#     perl fonts/penc.pl FACE.pen > FACE.face
#
# Settings (name, ascent, descent, stroke, gap, space) are passed on, and `pen W H` is how thick upright and level
# strokes are. Then a line a glyph: its name (a character, U+0023, or a part for compose.txt), and what is drawn,
# one after another with ';' between. x runs to the right, y up from the baseline, both in px; a px is lit where its
# middle is inside.
#
#     box X0 Y0 X1 Y1           a rectangle
#     slant X0 Y0 X1 Y1 W       a stroke from X0 at Y0 to X1 at Y1, W wide on each row
#     ring X0 Y0 X1 Y1 r=R ...  a rounded frame of the pen; sq=tl,bl: corners that are square; l= rt= t= b=: how
#                               thick a side is
#     poly X Y X Y ...          a filled polygon
#     wave X0 Y0 X1 Y1 H        a tilde, H thick
#     cut X0 Y0 X1 Y1           darkens a rectangle of what was drawn since the last `also`
#     also                      what follows is drawn beside, and not cut with what is there
#     use GLYPH [DX [DY]]       another glyph, moved
#     flip GLYPH; turn GLYPH S  mirrored; turned upside down, y becoming S - y
#     mirror W; upend S         adds the mirror image in W columns; upside down, y becoming S - y
#     pen W H                   another pen for this glyph
#     wide W                    W columns, lit or not: a figure's
use strict;
use warnings;
use POSIX qw(ceil floor);

my ( %drawing, @order, @pen, %drawn, $path );
our $line = 0;

sub refuse { die "$path:$line: $_[0]\n" }

sub corner_outside {
    my ( $dx, $dy, $rx, $ry ) = @_;
    return 0 if $dx <= 0 || $dy <= 0 || $rx <= 0 || $ry <= 0;
    return ( $dx / $rx )**2 + ( $dy / $ry )**2 > 1;
}

# Whether a point is in a rectangle whose corners are quarters of ellipses; corner: name => [rx, ry].
sub in_rounded {
    my ( $x, $y, $x0, $y0, $x1, $y1, $corner ) = @_;
    return 0 if $x < $x0 || $x > $x1 || $y < $y0 || $y > $y1;
    for my $name ( keys %$corner ) {
        my ( $rx, $ry ) = @{ $corner->{$name} };
        my $dx = $name =~ /l/ ? $x0 + $rx - $x : $x - ( $x1 - $rx );
        my $dy = $name =~ /b/ ? $y0 + $ry - $y : $y - ( $y1 - $ry );
        return 0 if corner_outside( $dx, $dy, $rx, $ry );
    }
    return 1;
}

# Lights the px of a rectangle whose middle passes the test.
sub fill {
    my ( $canvas, $x0, $y0, $x1, $y1, $inside ) = @_;
    for my $y ( floor($y0) .. ceil($y1) - 1 ) {
        for my $x ( floor($x0) .. ceil($x1) - 1 ) {
            $canvas->{"$x $y"} = 1 if $inside->( $x + 0.5, $y + 0.5 );
        }
    }
    return;
}

sub draw_ring {
    my ( $glyph, $x0, $y0, $x1, $y1, @options ) = @_;
    my %given = map { split /=/ } @options;
    my %square = map { $_ => 1 } split /,/, $given{sq} // '';
    my %side = ( l => $glyph->{pen}[0], rt => $glyph->{pen}[0], t => $glyph->{pen}[1], b => $glyph->{pen}[1], %given );
    my ( %outer, %inner );
    for my $name ( grep { !$square{$_} } qw(tl tr bl br) ) {
        my ( $rx, $ry ) = ( $given{r} ) x 2;
        $outer{$name} = [ $rx, $ry ];
        my $sideways = $rx - ( $name =~ /l$/ ? $side{l} : $side{rt} );
        my $level = $ry - ( $name =~ /t/ ? $side{t} : $side{b} );
        $inner{$name} = [ $sideways, $level ] if $sideways > 0 && $level > 0;
    }
    my @hole = ( $x0 + $side{l}, $y0 + $side{b}, $x1 - $side{rt}, $y1 - $side{t} );
    fill(
        $glyph->{canvas},
        $x0, $y0, $x1, $y1,
        sub {
            in_rounded( @_, $x0, $y0, $x1, $y1, \%outer ) && !in_rounded( @_, @hole, \%inner );
        }
    );
    return;
}

sub in_polygon {
    my ( $x, $y, @corner ) = @_;
    my $in = 0;
    my ( $xa, $ya ) = @corner[ -2, -1 ];
    while ( my ( $xb, $yb ) = splice @corner, 0, 2 ) {
        $in = !$in if ( $ya > $y ) != ( $yb > $y ) && $x < ( $xb - $xa ) * ( $y - $ya ) / ( $yb - $ya ) + $xa;
        ( $xa, $ya ) = ( $xb, $yb );
    }
    return $in;
}

sub draw_polygon {
    my ( $glyph, @corner ) = @_;
    my @x = sort { $a <=> $b } @corner[ grep { $_ % 2 == 0 } 0 .. $#corner ];
    my @y = sort { $a <=> $b } @corner[ grep { $_ % 2 } 0 .. $#corner ];
    fill( $glyph->{canvas}, $x[0], $y[0], $x[-1], $y[-1], sub { in_polygon( @_, @corner ) } );
    return;
}

sub draw_slant {
    my ( $glyph, $x0, $y0, $x1, $y1, $wide ) = @_;
    draw_polygon( $glyph, $x0, $y0, $x0 + $wide, $y0, $x1 + $wide, $y1, $x1, $y1 );
    return;
}

sub draw_wave {
    my ( $glyph, $x0, $y0, $x1, $y1, $thick ) = @_;
    my $middle = ( $y0 + $y1 ) / 2;
    my $swing = ( $y1 - $y0 - $thick ) / 2;
    my $turn = 8 * atan2( 1, 1 ) / ( $x1 - $x0 );
    fill(
        $glyph->{canvas},
        $x0, $y0, $x1, $y1,
        sub { abs( $_[1] - $middle - $swing * sin( ( $_[0] - $x0 ) * $turn ) ) <= $thick / 2 }
    );
    return;
}

# Adds each px of one drawing to another, moved by the function.
sub add {
    my ( $to, $from, $move ) = @_;
    $to->{ join ' ', $move->( split / / ) } = 1 for keys %$from;
    return;
}

sub columns_of {
    my @x = sort { $a <=> $b } map { ( split / / )[0] } keys %{ $_[0] };
    return ( $x[0], $x[-1] );
}

sub upside_down {
    my ($sum) = @_;
    return sub { ( $_[0], $sum - 1 - $_[1] ) };
}

my %do = (
    box => sub { my ( $g, @box ) = @_; fill( $g->{canvas}, @box, sub { 1 } ) },
    slant => \&draw_slant,
    ring => \&draw_ring,
    poly => \&draw_polygon,
    wave => \&draw_wave,
    also => sub { my ($g) = @_; add( $g->{done}, $g->{canvas}, sub { @_ } ); $g->{canvas} = {} },
    pen => sub { my ( $g, @pen ) = @_; $g->{pen} = \@pen },
    wide => sub { $_[0]{wide} = $_[1] },
    cut => sub {
        my ( $g, @box ) = @_;
        my %dark;
        fill( \%dark, @box, sub { 1 } );
        delete @{ $g->{canvas} }{ keys %dark };
    },
    use => sub {
        my ( $g, $name, $dx, $dy ) = @_;
        add( $g->{canvas}, lit($name), sub { ( $_[0] + ( $dx // 0 ), $_[1] + ( $dy // 0 ) ) } );
    },
    flip => sub {
        my ( $g, $name ) = @_;
        my ( $left, $right ) = columns_of( lit($name) );
        add( $g->{canvas}, lit($name), sub { ( $left + $right - $_[0], $_[1] ) } );
    },
    turn => sub {
        my ( $g, $name, $sum ) = @_;
        my ( $left, $right ) = columns_of( lit($name) );
        add( $g->{canvas}, lit($name), sub { ( $left + $right - $_[0], $sum - 1 - $_[1] ) } );
    },
    mirror => sub {
        my ( $g, $wide ) = @_;
        add( $g->{canvas}, { %{ $g->{canvas} } }, sub { ( $wide - 1 - $_[0], $_[1] ) } );
    },
    upend => sub { my ( $g, $sum ) = @_; add( $g->{canvas}, { %{ $g->{canvas} } }, upside_down($sum) ) },
);

# A number of px, or with the least of them that a stroke needs.
my $number = qr/^-?\d{1,2}(?:\.\d+)?$/;
my %least = ( box => 4, slant => 5, ring => 5, poly => 6, wave => 5, cut => 4, pen => 2, wide => 1, mirror => 1, upend => 1 );

sub check_stroke {
    my ( $name, $what, @given ) = @_;
    $do{$what} or refuse("$name: \"$what\"; allowed: " . join ', ', sort keys %do);
    shift @given if $what =~ /^(use|flip|turn)$/;
    my @options = grep { /^(r|l|rt|t|b)=\d+$|^sq=[tlbr,]+$/ } @given;
    my @wrong = grep { !/$number/ && !/=/ } @given;
    refuse("$name: $what: \"$wrong[0]\"; allowed: -99 to 99") if @wrong;
    refuse("$name: $what: r=, l=, rt=, t=, b= and sq= are a ring's")
        if grep( {/=/} @given ) > ( $what eq 'ring' ? @options : 0 );
    refuse("$name: $what: too few numbers") if @given < ( $least{$what} // 0 );
    return;
}

# What of a glyph is lit: "x y" => 1.
sub lit {
    my ($name) = @_;
    return $drawn{$name}{done} if $drawn{$name};
    my $source = $drawing{$name} or refuse("there is no $name to be used");
    local $line = $source->{line};
    my $glyph = $drawn{$name} = { canvas => {}, done => {}, pen => [@pen] };
    for my $stroke ( split /;/, $source->{strokes} ) {
        my ( $what, @numbers ) = split ' ', $stroke;
        check_stroke( $name, $what, @numbers );
        $do{$what}->( $glyph, @numbers );
    }
    $do{also}->($glyph);
    %{ $glyph->{done} } or refuse("$name: nothing of it is lit");
    return $glyph->{done};
}

sub print_glyph {
    my ($name) = @_;
    my $lit = lit($name);
    my ( $left, $right ) = columns_of($lit);
    ( $left, $right ) = ( 0, $drawn{$name}{wide} - 1 ) if $drawn{$name}{wide};
    my @y = sort { $a <=> $b } map { ( split / / )[1] } keys %$lit;
    print "\nsheet top ", $y[-1] + 1, "\n$name\n";
    for my $y ( reverse $y[0] .. $y[-1] ) {
        print map( { $lit->{"$_ $y"} ? '#' : '.' } $left .. $right ), "\n";
    }
    return;
}

sub read_line {
    my ($text) = @_;
    return if $text =~ /^\s*$|^# /;
    if ( $text =~ /^(name|ascent|descent|stroke|gap|space) / ) {
        print "$text\n";
    } elsif ( $text =~ /^pen (\d+) (\d+)$/ ) {
        @pen = ( $1, $2 );
    } elsif ( $text =~ /^(\S+) +(\S.*)$/ ) {
        my ( $name, $strokes ) = ( $1, $2 );
        $name = chr hex $1 if $name =~ /^U\+(00[2-7][0-9A-F])$/;
        refuse("$name is there already, in line $drawing{$name}{line}") if $drawing{$name};
        $drawing{$name} = { strokes => $strokes, line => $line };
        push @order, $name;
    } else {
        refuse("\"$text\": a name and its strokes are wanted");
    }
    return;
}

@ARGV == 1 or die "usage: penc.pl FACE.pen > FACE.face\n";
$path = $ARGV[0];
open my $file, '<', $path or refuse("can't be read");
while ( my $text = <$file> ) {
    $line++;
    chomp $text;
    read_line($text);
}
close $file;
@pen == 2 or refuse('pen W H is wanted');
print_glyph($_) for @order;
