#!/usr/bin/env bash
# A run on a Slurm cluster, as an array of eight shards:
#
#   job=$(sbatch --parsable --array=1-8 ci/examples/slurm.sh)
#   sbatch --dependency=afterok:$job --wrap 'tribunal merge shards/*.db --store run.db &&
#                                            tribunal report --store run.db'
#
# A task that is killed or runs out of time is submitted again (`sbatch --array=5 …`): it
# continues its share. All tasks need the same seed; limits are those of the whole run.
#SBATCH --job-name=tribunal
#SBATCH --cpus-per-task=1
#SBATCH --mem=512M
#SBATCH --time=12:00:00
#SBATCH --signal=B:TERM@60
set -euo pipefail
: "${SUITE:=quick}" "${SEED:?export SEED, the same for all tasks}" "${MODEL:=builtin:noisy?p=0.7}"
mkdir -p shards
# exec: Slurm's signal a minute before the end reaches the run itself, which then finishes what
# is in flight.
exec "${TRIBUNAL:-tribunal}" run "$SUITE" --seed "$SEED" --model "$MODEL" --shard auto \
    --store "shards/$SLURM_ARRAY_TASK_ID.db" ${RPM:+--rpm "$RPM"} --progress lines
