# What the scripts share. Sourced, never run.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)

die() { # MESSAGE…: one line on stderr, exit status 1
  printf '%s\n' "$*" >&2
  exit 1
}

# Java decodes arguments and variables in the locale's charset: in the locale C a name such as données is lost.
utf8_locale() {
  local name
  [[ $(locale charmap 2>/dev/null) != UTF-8 ]] || return 0
  for name in C.UTF-8 C.utf8 en_US.UTF-8 $(locale -a 2>/dev/null | grep -i 'utf-\?8$'); do
    if [[ $(LC_ALL=$name locale charmap 2>/dev/null) == UTF-8 ]]; then
      export LC_ALL=$name
      return 0
    fi
  done
  return 0
}
utf8_locale

# The comment at the top of a script is its help.
usage() { # SCRIPT
  awk 'NR > 1 && !/^#/ { exit } NR > 1 { sub(/^# ?/, ""); print }' "$1"
}

require_jdk() {
  local java=${JAVA_HOME:+$JAVA_HOME/bin/}java version
  command -v "$java" >/dev/null || die "No java found: install a JDK 17 or newer, or set JAVA_HOME."
  version=$("$java" -XshowSettings:properties -version 2>&1 | sed -n 's/.*java.specification.version = //p')
  ((${version%%.*} >= 17)) || die "Java $version found, 17 or newer needed: set JAVA_HOME to a JDK 17."
  command -v "${JAVA_HOME:+$JAVA_HOME/bin/}javac" >/dev/null || die "No javac beside java: a JDK is needed, not a JRE."
  command -v mvn >/dev/null || die "No mvn found: install Apache Maven 3.8 or newer."
}

# Builds the WAR, the development database and the server's jar, if a source is newer than they are.
build() {
  local war=$root/target/tidewatch.war
  if [[ -f $war && -f $root/target/payara-micro.jar && -d $root/target/development ]] &&
    [[ -z $(find "$root/pom.xml" "$root/src/main" "$root/src/client" "$root/src/development" -newer "$war" -print -quit) ]]; then
    return
  fi
  echo "Building (the first time, Maven fetches what it needs) …"
  (cd "$root" && mvn -B -q -ntp -Dstyle.color=never package -DskipTests) || die "The build failed; its messages are above."
  touch "$war"
}

port_is_free() { # HOST PORT
  ! (exec 3<>"/dev/tcp/$1/$2") 2>/dev/null
}

http_status() { # HOST PORT PATH: the status code, or nothing when nobody answers
  local line
  exec 3<>"/dev/tcp/$1/$2" || return 0
  printf 'GET %s HTTP/1.1\r\nHost: %s:%s\r\nConnection: close\r\n\r\n' "$3" "$1" "$2" >&3
  IFS=' ' read -r -t 10 _ line _ <&3 || true
  exec 3>&-
  printf '%s' "${line:-}"
} 2>/dev/null

http_body() { # HOST PORT PATH: what is answered, on one line, or nothing
  exec 3<>"/dev/tcp/$1/$2" || return 0
  # HTTP/1.0, so that it comes in one piece
  printf 'GET %s HTTP/1.0\r\nHost: %s:%s\r\n\r\n' "$3" "$1" "$2" >&3
  timeout 10 sed -n '1,/^\r*$/!p' <&3 | tr -d '\r\n'
  exec 3>&-
} 2>/dev/null

pom_property() { # NAME
  sed -n "s/.*<$1>\(.*\)<.*/\1/p" "$root/pom.xml" | head -1
}
