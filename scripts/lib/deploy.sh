# What scripts/deploy-payara and scripts/deploy-wildfly share. Sourced, never run.

# shellcheck source=servers.sh
source "$root/scripts/lib/servers.sh"

home='' host=127.0.0.1 port=8080 port_given='' action=deploy
mongo=${TIDEWATCH_MONGO:-${MONGODB_URI:-${MONGODB_URL:-}}}
ns=${TIDEWATCH_NS:-}
hosts=${TIDEWATCH_HOSTS:-}
access=${TIDEWATCH_ACCESS:-}
# What is set in the server is to count, and its console can change no environment variable.
unset TIDEWATCH_MONGO TIDEWATCH_NS TIDEWATCH_HOSTS TIDEWATCH_ACCESS MONGODB_URI MONGODB_URL

# Reads the options; those that only one server has are variables of the same name, given by theirs.
deploy_options() { # "OWN OPTIONS" ARGUMENT…
  local own=" $1 " name
  shift
  while (($#)); do
    case $1 in
      --*=*) set -- "${1%%=*}" "${1#*=}" "${@:2}" ;;
      --undeploy | --stop) action=${1#--}; shift ;;
      --help | -h) usage "$0"; exit 0 ;;
      --home | --host | --hosts | --port | --mongo | --ns | --access) take_value "$@"; shift 2 ;;
      *)
        [[ $own == *" $1 "* ]] || die "Unknown option \"$1\"; $script --help lists them."
        take_value "$@"
        shift 2
        ;;
    esac
  done
  [[ -z $ns || $ns == *.* ]] || die "Invalid ns \"$ns\", must contain a \".\""
  [[ -z $access || $access == open || $access == required ]] ||
    die "Invalid access \"$access\", must be open or required"
  [[ -z $mongo || $mongo == mongodb://* || $mongo == mongodb+srv://* ]] ||
    die "Invalid mongo, must start with mongodb:// or mongodb+srv://"
  for name in port admin_port management_port; do
    [[ -z ${!name:-} ]] || { [[ ${!name} =~ ^[0-9]+$ ]] && ((${!name} > 0 && ${!name} < 65536)); } ||
      die "Invalid ${name//_/-} \"${!name}\", must be from 1 to 65535"
  done
  # what a browser and this script can call that address
  local_host=$host
  [[ $host == 0.0.0.0 ]] && local_host=127.0.0.1
  return 0
}

take_value() { # --OPTION VALUE
  (($# > 1)) || die "$1 needs a value; $script --help lists the options."
  local name=${1#--}
  printf -v "${name//-/_}" '%s' "$2"
  [[ $name != port ]] || port_given=yes
}

# A file for commands that only the user may read, for a connection string may hold a password; gone at the end.
command_file() {
  commands=$(mktemp)
  trap 'rm -f "$commands"' EXIT
}

# Waits until the application answers, and says where it is and how its watch is doing.
await_application() { # LOG
  local state cause watched i
  for ((i = 0; i < 600; i++)); do
    [[ $(http_status "$local_host" "$port" /api/feeds/changes) =~ ^(200|401)$ ]] && break
    sleep 0.2
  done
  ((i < 600)) || die "It was deployed, but does not answer; $1 says why."
  # the watch connects in the meantime
  for ((i = 0; i < 25; i++)); do
    state=$(http_body "$local_host" "$port" /api/feeds/changes)
    [[ $state != *'"state":"live"'* && $state != *'"status":401'* ]] || break
    sleep 0.2
  done
  cause=$(sed -nE 's/.*"cause":"(([^"\\]|\\.)*)".*/\1/p' <<<"$state")
  watched=$(sed -nE 's/.*"ns":"([^"]*)".*/\1/p' <<<"$state")
  cat <<END

  Tidewatch   http://$local_host:$port/
  Console     $console
  Watching    ${watched:-what its log says: access is required}${cause:+
              $cause}
  Log         $1

  $script --undeploy takes it away again, --stop stops the server.

END
}
