# Looks at one WSL distribution and answers everything the panel asks about it, in one process. It changes nothing; to
# see whether drive C: can be written to, it makes an empty folder there and removes it at once.
#
#   wsl.exe -d DISTRO --exec /bin/sh -s -- MODELS_MOUNT UID GID < probe.sh
#
# What it writes, version 1:
#
#   airlock-guest 1
#   >NAME                          a section begins
#    text                          its text: every line of it begins with one blank
#                                  an empty line is no text; one before the end says that the text ended with a line end
#   <NAME EXIT CHECKSUM BYTES      how its command ended, and POSIX cksum over the text with its blanks
#   airlock-guest end
#
# Exit 3 of a section: what it is about is not there. 124: it took too long. 127: the program for it is not there.

set -u
LC_ALL=C
# Programs of the system only: whatever a search path of the user leads to has no say here.
PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
export LC_ALL PATH
umask 077

models=${1:-/mnt/models}
wanted_uid=${2:-1000}
wanted_gid=${3:-1000}
gone=3

# Runs a program that may hang: on a drive, a disk or a driver that does not answer.
limited() {
  if command -v timeout >/dev/null; then
    timeout -k 1 4 "$@"
  else
    "$@"
  fi
}

# section NAME COMMAND...  Descriptor 4 is the output; 3 brings back the exit code and the checksum, in this order.
section() {
  name=$1
  shift
  printf '>%s\n' "$name"
  ends=$(
    {
      {
        "$@" </dev/null 2>&1 3>&- 4>&-
        printf '%s\n' "$?" >&3
      } | sed 's/^/ /' | tee /proc/self/fd/4 | cksum >&3
    } 3>&1
  )
  # Unquoted on purpose: three numbers.
  # shellcheck disable=SC2086
  set -- $ends
  printf '\n<%s %s %s %s\n' "$name" "${1:-?}" "${2:-?}" "${3:-?}"
}

account() {
  printf 'uid %s\n' "$(id -u)"
  printf 'gid %s\n' "$(id -g)"
  printf 'groups %s\n' "$(id -G)"
  printf 'names %s\n' "$(id -Gn)"
}

wsl_info() {
  command -v wslinfo >/dev/null || return 127
  limited wslinfo "$1"
}

text_file() {
  [ -e "$1" ] || return "$gone"
  limited cat "$1"
}

# Where drive C: is mounted, however it came there. Points with a backslash hold an escaped blank or worse.
drive_points() {
  while read -r _ _ _ _ point _ rest; do
    case " $rest" in
      *' - 9p '[Cc]':\134 '* | *' - drvfs '[Cc]':\134 '* | *' - drvfs '[Cc]': '*) ;;
      *'path='[Cc]':\134;'* | *'path='[Cc]':\;'* | *'path='[Cc]':;'*) ;;
      *)
        case "$point $rest" in
          '/mnt/c '* | '/c '*) ;;
          */c' '*'- 9p '* | */c' '*'- drvfs '* | */c' '*'- virtiofs '*) ;;
          *) continue ;;
        esac
        ;;
    esac
    case $point in
      *\\*) ;;
      *) printf '%s\n' "$point" ;;
    esac
  done </proc/self/mountinfo
}

# A plain account may make folders at the top of C:, but no files, so a folder is what is tried.
try_folder() {
  limited test -d "$1" || return 0
  trial="$1/.airlock-write-test-$$-$(date +%s)"
  printf 'try %s\n' "$1"
  if limited mkdir "$trial"; then
    limited rmdir "$trial" || printf 'left %s\n' "$trial"
    printf 'written %s\n' "$1"
  else
    printf 'refused %s\n' "$1"
  fi
}

drive_writes() {
  drive_points | while read -r point; do
    try_folder "$point"
    try_folder "$point/Users/Public"
  done
  printf 'done\n'
}

disks() {
  limited lsblk -J -b -o NAME,MAJ:MIN,SERIAL,SIZE,FSTYPE,MOUNTPOINT,TYPE 2>/dev/null
}

space() {
  limited test -d "$models" || return "$gone"
  limited df -P -k "$models"
}

# Whether the folder can be listed: by whoever runs this, and by the one who will run ComfyUI if that can be tried.
listing() {
  if limited "$@" ls -A "$models" >/dev/null 2>&1; then
    printf 'yes\n'
  else
    printf 'no\n'
  fi
}

models_folder() {
  limited test -d "$models" || return "$gone"
  limited stat -c 'folder %a %u %g' "$models" || return
  printf 'list %s %s\n' "$(id -u)" "$(listing)"
  if [ "$(id -u)" = 0 ] && command -v setpriv >/dev/null; then
    printf 'list %s %s\n' "$wanted_uid" \
      "$(listing setpriv --reuid "$wanted_uid" --regid "$wanted_gid" --clear-groups)"
  fi
  set --
  for entry in "$models"/*; do
    [ -e "$entry" ] || continue
    set -- "$@" "$entry"
    [ $# -lt 50 ] || break
  done
  [ $# -eq 0 ] || limited stat -c 'entry %a %u %g %F %n' "$@"
}

# dpkg itself is asked for too: its own line shows that the list could be read at all.
packages() {
  command -v dpkg-query >/dev/null || return 127
  # shellcheck disable=SC2016
  limited dpkg-query -W -f='${db:Status-Abbrev}\t${Package}\t${Version}\n' \
    dpkg 'cuda*' 'libcuda*' 'nvidia*' 'libnvidia*' 'xserver-xorg-video-nvidia*' 2>/dev/null
}

cuda_folders() {
  for folder in /usr/local/cuda*; do
    [ -e "$folder" ] || [ -L "$folder" ] || continue
    printf '%s\n' "$folder"
  done
  printf 'done\n'
}

# Its first line says how much there is, so that an empty answer can be told from none.
loader_cache() {
  command -v ldconfig >/dev/null || return 127
  cache=$(limited ldconfig -p) || return
  printf '%s\n' "$cache" | sed -n '1p;/libcuda/p;/libnvidia/p'
}

gpu() {
  [ -e /usr/lib/wsl/lib/nvidia-smi ] || return "$gone"
  limited /usr/lib/wsl/lib/nvidia-smi -L
}

docker_facts() {
  if command -v docker >/dev/null; then
    printf 'cli %s\n' "$(command -v docker)"
  elif [ -L /usr/bin/docker ]; then
    # Docker Desktop's link, while Docker Desktop does not run.
    printf 'cli dangling\n'
  else
    printf 'cli none\n'
  fi
  socket=/var/run/docker.sock
  if [ -S "$socket" ]; then
    limited stat -L -c 'socket %a %u %g' "$socket"
    if [ -r "$socket" ] && [ -w "$socket" ]; then printf 'usable yes\n'; else printf 'usable no\n'; fi
  else
    printf 'socket none\n'
  fi
}

main() {
  exec 4>&1
  printf 'airlock-guest 1\n'
  section account account
  section networking-mode wsl_info --networking-mode
  section wsl-version wsl_info --wsl-version
  section init text_file /proc/1/comm
  section uptime text_file /proc/uptime
  section wsl-conf text_file /etc/wsl.conf
  section fstab text_file /etc/fstab
  section mounts text_file /proc/self/mountinfo
  section drive-writes drive_writes
  section memory text_file /proc/meminfo
  section swaps text_file /proc/swaps
  section disks disks
  section space space
  section models models_folder
  section packages packages
  section cuda-folders cuda_folders
  section loader-cache loader_cache
  section gpu gpu
  section docker docker_facts
  printf 'airlock-guest end\n'
}

# Through a pipe of its own: what a program is started with may be a socket, which cannot be opened once more.
main | cat
