# shellcheck shell=bash
# Files, folders and names of runs, which change while the shell is open; all else is completed by the functions above.

_image_features_files() {
  local reply
  type compopt &>/dev/null && compopt -o filenames 2>/dev/null
  while IFS= read -r reply; do
    COMPREPLY+=("$reply")
  done < <(compgen -f -- "$1")
}

# Runs of the --output on the line, or else of IMAGE_FEATURES_OUTPUT; none of an output in a store, which takes seconds to ask.
_image_features_runs() {
  local output=${IMAGE_FEATURES_OUTPUT:-} index run
  for ((index = 1; index < ${#COMP_WORDS[@]}; index++)); do
    case ${COMP_WORDS[index]} in
      --output=*) output=${COMP_WORDS[index]#--output=} ;;
      --output)
        output=${COMP_WORDS[index + 1]}
        # Where bash breaks words at '=', it is a word of its own.
        [[ $output == '=' ]] && output=${COMP_WORDS[index + 2]}
        ;;
    esac
  done
  # The word is as it was typed, quotes and all.
  case $output in
    \~/*) output=$HOME/${output#\~/} ;;
    \'*\' | \"*\") output=${output:1:${#output}-2} ;;
    *) output=${output//\\/} ;;
  esac
  for run in "${output:-.}"/runs/*/; do
    [[ -d $run ]] || continue
    run=${run%/}
    run=${run##*/}
    [[ $run == "$1"* ]] && COMPREPLY+=("$run")
  done
}

# A run may also be named by its folder.
_image_features_runs_or_folders() {
  _image_features_runs "$1"
  ((${#COMPREPLY[@]} > 0)) || _image_features_files "$1"
}

# The option whose value the current word is: the one before it, and --remove for every name after it.
_image_features_option() {
  local index=$((COMP_CWORD - 1))
  [[ ${COMP_WORDS[COMP_CWORD]} == '=' || ${COMP_WORDS[index]} != '=' ]] || index=$((index - 1))
  if [[ ${COMP_WORDS[index]} != -* && ${COMP_WORDS[1]:-} == runs ]]; then
    while ((index > 1)) && [[ ${COMP_WORDS[index]} != -* ]]; do
      index=$((index - 1))
    done
    [[ ${COMP_WORDS[index]} == --remove ]] || return 0
  fi
  printf '%s' "${COMP_WORDS[index]}"
}

_image_features() {
  local current=${COMP_WORDS[COMP_CWORD]}
  [[ $current == '=' ]] && current=
  COMPREPLY=()
  if [[ $current != -* ]]; then
    case $(_image_features_option) in
      --config | --from | --images | --labels | --model | --network | --output | --preprocessing | --to)
        _image_features_files "$current"
        return
        ;;
      --remove | --run-id)
        _image_features_runs "$current"
        return
        ;;
      --fit-from | --run)
        _image_features_runs_or_folders "$current"
        return
        ;;
    esac
    if [[ ${COMP_WORDS[1]:-} == compare ]] && ((COMP_CWORD > 1)) && [[ ${COMP_WORDS[COMP_CWORD - 1]} != --spark-internals ]]; then
      _image_features_runs_or_folders "$current"
      return
    fi
  fi
  _complete_image-features "$@"
}

complete -F _image_features -o default image-features image-features.sh image-features.bash
