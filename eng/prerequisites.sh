# Sourced by run and test: what the project needs from the machine, installed where that is allowed.

say() { printf '%s\n' "$*"; }
fail() { printf '\n%s\n' "$*" >&2; exit 1; }

find_postgres() {
  if command -v initdb >/dev/null && command -v postgres >/dev/null; then return 0; fi
  compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null
}

has_cloudpickle() { [ -x /usr/bin/python3 ] && /usr/bin/python3 -c 'import cloudpickle' 2>/dev/null; }

# Puts Debian packages on the machine: as root, or through sudo where it asks for no password.
install_packages() {
  local why=$1; shift
  local as_root=()
  if [ "$(id -u)" -ne 0 ]; then
    if ! sudo -n true 2>/dev/null; then
      fail "Missing: $* ($why). They cannot be installed without root. Ask for:  sudo apt-get install --no-install-recommends $*"
    fi
    as_root=(sudo -n)
  fi
  command -v apt-get >/dev/null || fail "Missing: $* ($why). This is not a Debian system: install them with its own package manager."
  say "Installing $* ($why) ..."
  # Without this Debian would start a database server of its own beside ours.
  if [[ " $* " == *" postgresql "* ]] && [ ! -e /etc/postgresql-common/createcluster.conf ]; then
    "${as_root[@]}" mkdir -p /etc/postgresql-common
    echo 'create_main_cluster = false' | "${as_root[@]}" tee /etc/postgresql-common/createcluster.conf >/dev/null
  fi
  local log
  log=$(mktemp)
  if ! { "${as_root[@]}" apt-get update -q && DEBIAN_FRONTEND=noninteractive "${as_root[@]}" apt-get install -y -q --no-install-recommends "$@"; } >"$log" 2>&1; then
    tail -n 15 "$log" >&2
    rm -f "$log"
    fail "Could not install $* ($why). The last lines of apt-get are above."
  fi
  rm -f "$log"
}

need_sdks() {
  command -v dotnet >/dev/null || fail "The .NET 10 SDK is missing: https://dotnet.microsoft.com/download/dotnet/10.0"
  dotnet --list-sdks | grep -q '^10\.' || fail "The .NET 10 SDK is missing, found only: $(dotnet --list-sdks | cut -d' ' -f1 | tr '\n' ' ')"
  command -v node >/dev/null && command -v npm >/dev/null || fail "Node 20 or later with npm is missing: https://nodejs.org"
  [ "$(node -p 'process.versions.node.split(".")[0]')" -ge 20 ] || fail "Node 20 or later is needed, found $(node --version)."
}

need_postgres() { find_postgres || install_packages "the portal's database" postgresql; }

need_sandbox_tools() {
  local missing=()
  [ -x /usr/bin/python3 ] || missing+=(python3)
  has_cloudpickle || missing+=(python3-cloudpickle)
  command -v bwrap >/dev/null || missing+=(bubblewrap)
  [ ${#missing[@]} -eq 0 ] || install_packages "the sandbox cluster" "${missing[@]}"
}

need_chromium() { command -v chromium >/dev/null || install_packages "the browser tests" chromium; }

# compile build|publish STAMP PROJECT...: builds or publishes the projects unless nothing changed since that was done last.
compile() {
  local how=$1 stamp=artifacts/built-$2; shift 2
  if [ -e "$stamp" ] && [ -z "$(find "${watched[@]}" -newer "$stamp" -not -path '*/node_modules/*' -not -path '*/wwwroot/js*' -not -path '*/wwwroot/_framework*' -print -quit)" ]; then return 0; fi
  say "Building ..."
  local started
  started=$(mktemp)
  local log
  log=$(mktemp)
  local project
  for project in "$@"; do
    if ! dotnet "$how" "$project" -c Release --nologo -v q -clp:NoSummary >"$log" 2>&1; then
      cat "$log" >&2
      rm -f "$log" "$started"
      fail "The build failed, see above."
    fi
  done
  mkdir -p artifacts
  mv "$started" "$stamp"
  rm -f "$log"
}
watched=(src Directory.Build.props Directory.Packages.props global.json)
