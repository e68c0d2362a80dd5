# scripts/run --debug: a copy of the application that follows the sources. Sourced by scripts/run.

# Makes the copy and prints where it is.
debug_archive() {
  local copy=target/run/tidewatch
  rm -rf "$copy"
  cp -r target/tidewatch "$copy"
  # Development: Faces reads a page again at each load
  sed -i 's#<param-value>Production<#<param-value>Development<#' "$copy/WEB-INF/web.xml"
  printf '%s' "$copy"
}

# Brings what is saved into the copy: pages and scripts as they are, classes by javac and a reload,
# which keeps the server and its port. Runs until it is killed.
debug_watch() { # COPY
  local copy=$1 mark=target/run/compiled pages=target/run/copied class_path
  class_path=$(find "$HOME/.m2/repository/jakarta" "$HOME/.m2/repository/org/eclipse/microprofile" \
    -name '*.jar' -printf '%p:')$(printf '%s:' "$copy"/WEB-INF/lib/*.jar)
  touch "$mark" "$pages"
  while sleep 0.5; do
    if [[ -n $(find src/main/webapp -type f -newer "$pages" -not -name web.xml -print -quit) ]]; then
      touch "$pages"
      (cd src/main/webapp && find . -type f -not -name web.xml -print0 | xargs -0 cp -u --parents -t "../../../$copy")
      # the client's public addresses, as the build makes them
      cp -u "$copy"/resources/tidewatch/client/*.js "$copy/resources/tidewatch/"
    fi
    if [[ -n $(find src/main/java -name '*.java' -newer "$mark" -print -quit) ]]; then
      touch "$mark"
      # a fresh folder, and swapped in only if it compiles: classes that were deleted go as well
      rm -rf target/run/classes
      if find src/main/java -name '*.java' -print0 |
        xargs -0 javac -J-XX:TieredStopAtLevel=1 -J-XX:+UseSerialGC -nowarn -proc:none -parameters --release 17 -cp "$class_path" -d target/run/classes; then
        rm -rf "$copy/WEB-INF/classes"
        mv target/run/classes "$copy/WEB-INF/classes"
        touch "$copy/.reload"
        echo "compiled; reloading"
      fi
    fi
  done
}
