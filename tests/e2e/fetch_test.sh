#!/bin/bash
# What the network may do to us: scripted answers on loopback, in a network namespace where no packet can go elsewhere.
# A public address is one of that namespace's own.
# shellcheck source=tests/support/alone.sh
. "$(dirname "$0")/../support/alone.sh"
public=93.184.216.34
ip link set lo up
for address in $public 10.0.0.1 169.254.169.254 100.64.0.1; do
    ip addr add "$address/32" dev lo
done
perl tests/support/web.pl "$SCRATCH/ready" "$SCRATCH/log" &
web=$!
tls=
trap 'kill $web $tls 2>/dev/null; rm -rf "$SCRATCH"' EXIT
until_true test -e "$SCRATCH/ready"

# get [OPTION...] URL
get() {
    "$WIRES" get "$@" >"$SCRATCH/out" 2>"$SCRATCH/err"
}
# gives STATUS WORDS URL: that status; WORDS stand in the fault, "-" where there must be none.
gives() {
    local status=$1 words=$2
    shift 2
    get "$@"
    head -30 "$SCRATCH/out" | cut -c1-200
    grep -qx "status $status" "$SCRATCH/out" || return 1
    if [ "$words" = - ]; then
        [ ! -s "$SCRATCH/err" ]
    else
        grep -qF -- "$words" "$SCRATCH/err"
    fi
}
here=http://127.0.0.1:8080
there=http://$public:8080
private="from a public address to a private one"
while IFS='|' read -r sentence status words url; do
    [ -n "$sentence" ] || continue
    ok "$sentence" gives "$status" "$words" "$url"
done <<END
A document is fetched|200|-|$here/rss
One of a public address is|200|-|$there/rss
A packed one is unpacked|200|-|$here/gzip
One without a length is taken to its end|200|-|$here/nolength
One in pieces is put together|200|-|$here/chunked
An empty one is no fault of the network|200|-|$here/empty
One of 4 MiB is taken|200|-|$here/large
One of more is not|0|larger than 4 MiB|$here/huge
One without an end is left|0|larger than 4 MiB|$here/endless
One that unpacks to 64 MiB is left|0|larger than 4 MiB|$here/bomb
One that is packed twice is, too|0|larger than 4 MiB|$here/bomb2
Headers without measure are left|0|larger than 4 MiB|$here/headers
What is said to be packed and is not is told|0|can't be unpacked|$here/notgzip
One that breaks off is told|0|broke off|$here/short
An answer of nothing is told|0|broke off|$here/nothing
A broken piece is told|0|broke off|$here/badchunk
What is no HTTP is told|0|speaks no HTTP|$here/garbage
What is not there is told|404|answers with 404|$here/none
What is gone is told|410|answers with 410|$here/status/410
A server's own fault is told|500|answers with 500|$here/status/500
A status that makes no sense here is a fault|206|answers with 206|$here/status/206
So is 204|204|answers with 204|$here/status/204
A host that takes no connection is told|0|takes no connection|http://127.0.0.1:9/
A name that nobody knows is told|0|not known|http://nobody.invalid/
Files are not read|0|no address of http or https|file:///etc/hostname
Nor is FTP spoken|0|no address of http or https|ftp://127.0.0.1/
A redirect is followed|200|-|$there/to/302/$there/rss
A relative one is|200|-|$here/relative
From a private address it may go anywhere|200|-|$here/to/302/$there/rss
... to a private one, too|200|-|$here/to/307/http://10.0.0.1:8080/rss
... but not from there by way of a public one|302|$private|$here/to/302/$there/to/302/http://10.0.0.1:8080/rss
A public one never leads to this machine|302|$private|$there/to/302/$here/rss
... nor to its networks|301|$private|$there/to/301/http://10.0.0.1:8080/rss
... nor to a cloud's metadata|302|$private|$there/to/302/http://169.254.169.254:8080/latest
... nor to a provider's network|308|$private|$there/to/308/http://100.64.0.1:8080/rss
... nor in the clothes of IPv6|302|$private|$there/to/302/http://[::1]:8080/rss
... nor as a mapped address|302|$private|$there/to/302/http://[::ffff:10.0.0.1]:8080/rss
... nor as a number|302|$private|$there/to/302/http://2130706433:8080/rss
... nor in octal|302|$private|$there/to/302/http://0177.0.0.1:8080/rss
... nor by a name that stands for it|0|$private|$there/to/302/http://localhost:8080/rss
... nor to a file|302|neither http nor https|$there/to/302/file:///etc/hostname
... nor to another protocol|302|neither http nor https|$there/to/302/gopher://$public/
Round and round is left|302|more than five|$there/again
A redirect to nowhere is told|302|leads nowhere|$there/nowhere
Five redirects are followed|200|-|$there/to/302/$there/to/302/$there/to/302/$there/to/302/$there/to/302/$there/rss
END
has() { grep -qx -- "$1" "$SCRATCH/out"; }
says_nothing_of() { ! grep -q -- "$1" "$SCRATCH/log"; }
ok "What must not be asked was not" says_nothing_of '^169.254.169.254\|^100.64\|^localhost'
get "$here/rss"
ok "The validators are told" has 'etag "1"'
get --etag '"1"' --modified "Mon, 02 Nov 2026 10:00:00 GMT" "$here/rss"
ok "What is known costs no document" has "status 304"
costs() { [ "$(awk '/^(sent|received)/ { sum += $2 } END { print sum }' "$SCRATCH/out")" -lt 400 ]; }
ok "... and less than 400 bytes" costs
ok "Both validators are sent" grep -q 'If-None-Match: "1" | If-Modified-Since: Mon' "$SCRATCH/log"
get "$here/aged"
ok "How long it may be kept is told" has "age 7200"
get "$here/nocache"
ok "... not where it may not be kept" has "age 0"
get "$here/later"
ok "When to come again is told" has "retry 120"
get "$here/to/301/$here/to/308/$here/rss"
ok "Where it has moved for good is told" has "moved $here/rss"
get "$here/to/301/$here/to/302/$here/rss"
ok "... up to the first redirect that is not for good" has "moved $here/to/302/$here/rss"
: >"$SCRATCH/log"
get --user "anna:secret" "$there/to/302/http://$public:8081/"
get --user "anna:secret" "$there/to/302/http://127.0.0.1:8080/"
get --user "anna:secret" "$here/to/302/$there/rss"
secrets() { [ "$(grep -c Authorization "$SCRATCH/log")" = 3 ] && ! grep "^$public.*/rss.*Authorization" "$SCRATCH/log"; }
ok "A password goes to its own host alone" secrets
: >"$SCRATCH/log"
get --proxy "http://127.0.0.1:8080" "http://news.example/rss"
ok "A proxy is asked where one is configured" grep -q "^news.example | http://news.example/rss" "$SCRATCH/log"
ok "... and leads to no literal private address" gives 302 "$private" --proxy http://127.0.0.1:8080 \
    "http://news.example/to/302/http://10.0.0.1/rss"
http_proxy=http://127.0.0.1:1 get "$here/rss"
ok "The environment configures none" has "status 200"

# The ticker's program looks at an address by way of the other one.
feed_of() { "$MOTOGRAPH" feed --json "$@" >"$SCRATCH/out" 2>"$SCRATCH/err"; }
ok "An address is looked at before it is configured" feed_of "$here/rss"
ok "... and what would air is told" prints '"title":"The mill opens"'
fails_with() { ! feed_of "$1" && grep -qF -- "$2" "$SCRATCH/err"; }
ok "What went wrong is told" fails_with "$here/none" "answers with 404"
ok "... where nobody is there, too" fails_with "http://127.0.0.1:9/" "takes no connection"
"$MOTOGRAPH" feed "$here/names" >"$SCRATCH/out" 2>"$SCRATCH/err"
ok "A page names its feeds, which are not followed" prints "it names a feed: $here/rss"

# An authority of this test, and one certificate of it.
mkdir "$SCRATCH/tls"
(
    cd "$SCRATCH/tls" || exit 1
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout ca.key -out ca.pem -days 2 \
        -subj "/CN=Test authority" &&
        openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout host.key -out host.csr -subj "/CN=host" &&
        echo "subjectAltName=IP:127.0.0.1" >host.ext &&
        openssl x509 -req -in host.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 2 -extfile host.ext -out host.pem &&
        echo "over TLS" >rss && printf 'HTTP/1.1 302 Found\r\nLocation: %s/rss\r\nContent-Length: 0\r\n\r\n' "$here" >down
) >/dev/null 2>&1
(cd "$SCRATCH/tls" && exec openssl s_server -quiet -accept 127.0.0.1:8443 -cert host.pem -key host.key -HTTP) \
    >/dev/null 2>&1 </dev/null &
tls=$!
printf 'HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nover TLS\n' >"$SCRATCH/tls/rss"
listens() { (exec 3<>/dev/tcp/127.0.0.1/8443); }
until_true listens
ok "TLS is spoken, and the authority that was told is trusted" gives 200 - --ca "$SCRATCH/tls/ca.pem" \
    https://127.0.0.1:8443/rss
ok "An authority that nobody told is not" gives 0 "certificate is not valid" https://127.0.0.1:8443/rss
ok "A certificate of another name is not taken" gives 0 "certificate" --ca "$SCRATCH/tls/ca.pem" https://localhost:8443/rss
ok "https never leads to http" gives 302 "from https to http" --ca "$SCRATCH/tls/ca.pem" https://127.0.0.1:8443/down
tap_done
