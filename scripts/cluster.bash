# Of scripts/demo --cluster: three gateways behind haproxy, on PostgreSQL that Patroni keeps, on this machine. Everything
# runs as an ordinary user, on ports of its own, from the examples in deploy/cluster.
# shellcheck shell=bash

nodes=(a b c)
declare -A partner_port=([a]=18461 [b]=18462 [c]=18463) operator_port=([a]=18071 [b]=18072 [c]=18073) process=()
declare -A database_port=([db1]=18432 [db2]=18433) patroni_port=([db1]=18008 [db2]=18009)
etcd_port=18379
databases="host=127.0.0.1,127.0.0.1 port=${database_port[db1]},${database_port[db2]} dbname=inburgering user=inburgering target_session_attrs=read-write connect_timeout=2"

# PostgreSQL refuses to run as root. Each in a session of its own, so that it can be ended with all that it started.
ordinary() {
  if [ "$(id -u)" -eq 0 ]; then exec setsid setpriv --reuid=nobody --regid=nogroup --clear-groups "$@"; else exec setsid "$@"; fi
}
end() {  # name: kill -9 of a program with all that it started
  kill -9 -- "-${process[$1]}" 2>/dev/null || kill -9 "${process[$1]}" 2>/dev/null || true
}
until_it_holds() {  # seconds, what, command…
  local end=$((SECONDS + $1)) what=$2
  shift 2
  until "$@" >/dev/null 2>&1; do
    [ $SECONDS -lt $end ] || fail "$what"
    sleep 0.2
  done
}

start_database() {  # db1 | db2
  local name=$1
  PATRONI_NAME=$name PATRONI_ETCD3_HOSTS="127.0.0.1:$etcd_port" \
  PATRONI_RESTAPI_LISTEN="127.0.0.1:${patroni_port[$name]}" PATRONI_RESTAPI_CONNECT_ADDRESS="127.0.0.1:${patroni_port[$name]}" \
  PATRONI_POSTGRESQL_LISTEN="127.0.0.1:${database_port[$name]}" PATRONI_POSTGRESQL_CONNECT_ADDRESS="127.0.0.1:${database_port[$name]}" \
  PATRONI_POSTGRESQL_DATA_DIR="$place/$name" PATRONI_POSTGRESQL_PGPASS="$place/$name.pgpass" \
  PATRONI_SUPERUSER_PASSWORD=$secret PATRONI_REPLICATION_PASSWORD=$secret \
    ordinary patroni deploy/cluster/patroni.yml > "$state/$name.log" 2>&1 &
  process[$name]=$!
  disown  # so that the shell says nothing when it is killed
}
is_primary() { curl -sf "http://127.0.0.1:${patroni_port[$1]}/primary"; }
is_standby() { curl -sf "http://127.0.0.1:${patroni_port[$1]}/synchronous"; }
a_primary() { is_primary db1 || is_primary db2; }
primary() { if is_primary db1 >/dev/null; then echo db1; else echo db2; fi; }
sql() { PGPASSWORD=$secret psql -X -At "host=127.0.0.1,127.0.0.1 port=${database_port[db1]},${database_port[db2]} dbname=${2:-inburgering} user=${3:-postgres} target_session_attrs=read-write" -c "$1"; }

start_databases() {
  place=$(mktemp -d /tmp/inburgering-demo-XXXXXX)  # an ordinary user may not enter everyone's checkout
  secret=$(head -c 16 /dev/urandom | od -An -tx1 | tr -d ' \n')
  [ "$(id -u)" -ne 0 ] || chown nobody:nogroup "$place"
  ordinary etcd --name demo --data-dir "$place/etcd" --listen-client-urls "http://127.0.0.1:$etcd_port" --advertise-client-urls "http://127.0.0.1:$etcd_port" \
    --listen-peer-urls http://127.0.0.1:18380 --initial-advertise-peer-urls http://127.0.0.1:18380 --initial-cluster demo=http://127.0.0.1:18380 > "$state/etcd.log" 2>&1 &
  process[etcd]=$!
  start_database db1
  until_it_holds 60 "PostgreSQL start niet" is_primary db1
  start_database db2
  until_it_holds 60 "de standby start niet" is_standby db2
  sql "CREATE ROLE inburgering LOGIN PASSWORD '$secret'" postgres >/dev/null
  sql "CREATE DATABASE inburgering OWNER inburgering ENCODING 'UTF8' TEMPLATE template0" postgres >/dev/null
  (umask 077; echo "*:*:inburgering:inburgering:$secret" > "$state/pgpass")
}

start_node() {  # a | b | c
  local name=$1 node="$state/node-$1.yaml"
  # The configuration of the demo with another store, and ports of its own.
  awk -v partner="${partner_port[$name]}" -v operator="${operator_port[$name]}" -v name="$name" -v databases="$databases passfile=$PWD/$state/pgpass" '
    /^[a-z]+:/ { in_store = /^store:/ }
    /^  partner: / { print "  partner: 127.0.0.1:" partner; next }
    /^  operator: / { print "  operator: 127.0.0.1:" operator; next }
    in_store && /^  file:/ { print "  postgres: \"" databases "\""; print "  map: node-" name; print "  node: " name; next }
    { gsub(/\.\.\/build\/demo\//, ""); print }' "$demo" > "$node"
  start "gateway-$name" "$gateway" serve --config "$node"
  process[$name]=$!
  disown "$!"
  expect_line "gateway-$name" '^beheer:'
}
start_nodes() {
  local name
  for name in "${nodes[@]}"; do start_node "$name"; done
  # One address for all, as in deploy/cluster.
  PARTNER=127.0.0.1:18443 NODE_A=127.0.0.1:18461 NODE_B=127.0.0.1:18462 NODE_C=127.0.0.1:18463 \
    NODE_A_OPERATOR=18071 NODE_B_OPERATOR=18072 NODE_C_OPERATOR=18073 start haproxy haproxy -db -f deploy/cluster/haproxy.cfg
  until_it_holds 20 "haproxy ziet geen gateway" curl -sko /dev/null --max-time 2 --cert "$state/pki/duo-client.pem" --key "$state/pki/duo-client.key" https://127.0.0.1:18443/
  until_it_holds 30 "de nodes verdelen hun werk niet" eval '[ "$(sql "SELECT COUNT(DISTINCT instance) FROM lease WHERE instance <> '"''"'")" = 3 ]'
}
show_nodes() { "$gateway" store nodes --config "$config" | sed 's/^/    /'; }
holder() { sql "SELECT n.name FROM lease l JOIN node n ON n.instance = l.instance WHERE l.task = 'levering kvs-0518'"; }

kill_a_node() {
  local name
  name=$(holder)
  say "    node $name levert aan Den Haag, en wordt gedood (kill -9)"
  end "$name"
  # What is asked of the store from here on goes by a node that lives.
  for each in "${nodes[@]}"; do
    [ "$each" = "$name" ] || { config="$state/node-$each.yaml"; operator=http://127.0.0.1:${operator_port[$each]}; }
  done
}
kill_the_primary() {
  local name other began=$SECONDS
  name=$(primary)
  other=$([ "$name" = db1 ] && echo db2 || echo db1)
  say "    de primary $name wordt gedood, met Patroni en al (kill -9)"
  kill -9 "$(head -n 1 "$place/$name/postmaster.pid")"
  end "$name"
  until_it_holds 90 "de standby nam het niet over" is_primary "$other"
  say "    Patroni maakte $other na $((SECONDS - began)) s de primary"
}
end_cluster() {
  local name
  for name in a b c db1 db2 etcd; do [ -z "${process[$name]:-}" ] || kill -TERM -- "-${process[$name]}" 2>/dev/null || kill -TERM "${process[$name]}" 2>/dev/null || true; done
  sleep 1
  for name in db1 db2; do kill -9 "$(head -n 1 "${place:-/nonexistent}/$name/postmaster.pid" 2>/dev/null)" 2>/dev/null || true; done
  for name in db1 db2 etcd; do [ -z "${process[$name]:-}" ] || kill -9 -- "-${process[$name]}" 2>/dev/null || true; done
  rm -rf "${place:-/nonexistent}"
}
