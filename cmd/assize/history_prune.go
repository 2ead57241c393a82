package main

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/assize/assize/collectors"
	"github.com/assize/assize/internal/archive"
)

func (a *app) historyPruneCommand() *cobra.Command {
	var flags historyFlags
	var last int
	var within string
	var dry bool
	cmd := &cobra.Command{
		Use:   "prune --keep-last N | --keep-within DURATION",
		Short: "Remove the files of old runs",
		Long: "Removes the files of the runs that no rule keeps; with two rules, a run stays that either keeps, and the latest always\n" +
			"stays. The manifests stay, marked, so that the chain can be checked to its beginning; so does what the index knows: what\n" +
			"failed when and was fixed when. DURATION is days, weeks or years, 90d, 12w or 2y, or hours, 36h.\n\n" +
			"Exit codes: 0 done · 2 usage, or there is no history · 4 the history is damaged, and nothing was removed.",
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			rule, err := pruneRule(cmd.Flags().Changed("keep-last"), last, within)
			if err != nil {
				return err
			}
			h, runs, err := flags.runs(a)
			if err != nil {
				return err
			}
			words := "pruned"
			doomed := rule.Doomed(runs, a.now())
			if dry {
				words = "would be pruned"
			} else if len(doomed) > 0 {
				if doomed, err = h.Prune(cmd.Context(), rule, a.now(), a.waiting(h)); err != nil {
					return stopped(cmd.Context(), err)
				}
			}
			for _, run := range doomed {
				if _, err := fmt.Fprintf(a.stdout, "run %d (%s) of %s %s\n", run.Sequence, run.Run, run.At.UTC().Format(time.DateOnly), words); err != nil {
					return err
				}
			}
			_, err = fmt.Fprintf(a.stdout, "%d of %d runs %s\n", len(doomed), len(runs), words)
			return err
		},
	}
	flags.register(cmd, false)
	cmd.Flags().IntVar(&last, "keep-last", 0, "keep the last `N` runs")
	cmd.Flags().StringVar(&within, "keep-within", "", "keep the runs that were archived within this `DURATION`, for example 90d")
	cmd.Flags().BoolVar(&dry, "dry-run", false, "only say what would be removed")
	return cmd
}

func pruneRule(hasLast bool, last int, within string) (archive.Rule, error) {
	rule := archive.Rule{Last: last}
	var words []string
	if hasLast {
		if last < 1 {
			return rule, &collectors.UsageError{Err: fmt.Errorf("--keep-last %d is below 1", last), Hint: "remove the folder to remove the whole history"}
		}
		words = append(words, fmt.Sprintf("--keep-last %d", last))
	}
	if within != "" {
		var err error
		if rule.Within, err = parseDays(within); err != nil {
			return rule, &collectors.UsageError{Err: fmt.Errorf("--keep-within %q: %w", within, err), Hint: "for example --keep-within 90d, 12w, 2y or 36h"}
		}
		words = append(words, "--keep-within "+within)
	}
	if len(words) == 0 {
		return rule, &collectors.UsageError{Err: errors.New("prune needs a rule"), Hint: "--keep-last 30 or --keep-within 90d; --dry-run shows what would go"}
	}
	rule.Words = strings.Join(words, " ")
	return rule, nil
}

// parseDays reads a duration of days, weeks or years, or one that Go knows.
func parseDays(text string) (time.Duration, error) {
	const day = 24 * time.Hour
	units := map[byte]time.Duration{'d': day, 'w': 7 * day, 'y': 365 * day}
	if unit := units[text[len(text)-1]]; unit > 0 {
		n, err := strconv.Atoi(text[:len(text)-1])
		if err != nil || n < 1 || n > 36500 {
			return 0, errors.New("it is no number of days, weeks or years")
		}
		return time.Duration(n) * unit, nil
	}
	d, err := time.ParseDuration(text)
	if err != nil || d <= 0 {
		return 0, errors.New("it is no length of time")
	}
	return d, nil
}
