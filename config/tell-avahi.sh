# shellcheck shell=sh
# tell-avahi.sh [START]: tells the machines around where the wall is shown in browsers, if avahi-daemon is here: the unit of
# `motograph serve` calls it, as root, when that has begun; without START, when it has ended. What only this machine reaches is
# told to nobody.
set -eu
folder=/etc/avahi/services
[ -d "$folder" ] || exit 0
file=$folder/motograph.service
rm -f "$file"
[ "${1:-}" = START ] || exit 0
where=$("$(dirname "$0")/../../bin/motograph" check-config --print-config | sed -n 's/^ *http = "\(.*\)";.*/\1/p')
port=${where##*:}
case $where in
'' | 127.* | localhost:* | '[::1]':* | *[!0-9]0 | *:) exit 0 ;;
esac
cat >"$file.new" <<END
<?xml version="1.0" standalone='no'?>
<!DOCTYPE service-group SYSTEM "avahi-service.dtd">
<service-group>
  <name replace-wildcards="yes">Motograph on %h</name>
  <service>
    <type>_http._tcp</type>
    <port>$port</port>
    <txt-record>path=/</txt-record>
  </service>
  <service>
    <type>_motograph._tcp</type>
    <port>$port</port>
  </service>
</service-group>
END
mv "$file.new" "$file"
