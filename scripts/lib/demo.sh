# scripts/run --access demo: two users of the server and a feed of orders. Sourced by scripts/run.

demo_password() { # a new one
  od -An -N6 -tx1 /dev/urandom | tr -d ' \n'
}

# Sets the rules of the demonstration, and the options of Payara Micro that bring its users.
demo_settings() { # FOLDER
  local user
  umask 077
  anna=$(demo_password) ben=$(demo_password)
  export TIDEWATCH_APPLICATIONS=false TIDEWATCH_FEEDS=all TIDEWATCH_LOGIN_FORM=true
  TIDEWATCH_LOGIN_KEY=$(demo_password)$(demo_password)$(demo_password)
  export TIDEWATCH_LOGIN_KEY
  # the page's feed: to customers, orders whose _id has their name, without the margin
  export TIDEWATCH_FEED_CHANGES_READ=customer
  export TIDEWATCH_FEED_CHANGES_ROWS_CUSTOMER='{"_id.customer": "@caller.name"}'
  export TIDEWATCH_FEED_CHANGES_FIELDS_CUSTOMER=item,status
  # the same collection, whole, to operators, of whom there are none
  export TIDEWATCH_FEED_ALL_NS=shop.orders TIDEWATCH_FEED_ALL_READ=operator
  for user in anna ben; do
    printf 'AS_ADMIN_USERPASSWORD=%s\n' "${!user}" >"$1/$user.password"
    printf 'create-file-user --passwordfile %s --groups customer %s\n' "$root/$1/$user.password" "$user"
  done >"$1/users.asadmin"
  options=(--postbootcommandfile "$1/users.asadmin")
}

demo_banner() { # URL
  cat <<END

  Tidewatch   $1/
  Log in as   anna  $anna
              ben   $ben
              each in a browser of their own, or a private window: both see orders of their own alone

  Orders of both change every second. As anna, with a login in the file target/run/anna:
    curl -c target/run/anna -d name=anna -d password=$anna $1/login

  Three ways to see more, none of which works:
    curl $1/api/feeds/changes/changes
    curl -b target/run/anna $1/api/feeds/all/changes
    curl -b target/run/anna -G --data-urlencode 'key={"customer":"ben","n":1}' -d wait=5 $1/api/feeds/changes/changes

  Ctrl-C stops it.

END
}
