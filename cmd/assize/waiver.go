package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/assize/assize/collectors"
	"github.com/assize/assize/engine"
	"github.com/assize/assize/engine/opa"
	"github.com/assize/assize/internal/config"
	"github.com/assize/assize/reports"
)

func (a *app) waiverCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "waiver",
		Short: "Accept failures until a day, and look after what was accepted",
		Long: "A waiver accepts failures until a day, at most 365 days after it was granted. It marks them and never makes a pass.\n\n" +
			"The file is --file, else waivers: in assize.yaml, else waivers.yaml. An audit reads it when assize.yaml or --waivers names it.",
		Args: noSuchCommand,
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(a.waiverAddCommand(), a.waiverListCommand(), a.waiverCheckCommand())
	return cmd
}

// waiverFlags say which waivers, and what they are held against.
type waiverFlags struct {
	file, from string
}

func (f *waiverFlags) register(cmd *cobra.Command) {
	cmd.Flags().StringVar(&f.file, "file", "", "waivers `file` (default: waivers: in assize.yaml, else waivers.yaml)")
	cmd.Flags().StringVar(&f.from, "from", "", "`findings.json` to hold them against (default: that of the output folder, if it is there; none for none)")
}

// path is the waivers file.
func (f waiverFlags) path(c *config.Config) string {
	return cmp.Or(f.file, c.Relative(c.Waivers), config.DefaultWaivers)
}

// read reads the waivers file, which must be there.
func (f waiverFlags) read(c *config.Config) (*config.WaiversFile, error) {
	file, err := config.ReadWaivers(f.path(c))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, &collectors.UsageError{Err: err, Hint: "\"assize waiver add\" begins one; --file names another"}
	}
	return file, err
}

// findings are what the waivers are held against; nil when nobody named any and there are none.
func (f waiverFlags) findings(a *app, c *config.Config) (*engine.Assessment, error) {
	path := f.from
	if path == "none" {
		return nil, nil //nolint:nilnil // the waivers stand alone
	}
	if path == "" {
		path = filepath.Join(cmp.Or(c.Relative(c.Out), defaultOut), "findings.json")
		if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
			return nil, nil //nolint:nilnil // see above
		}
	}
	found, err := readFile(path, reports.ReadJSON)
	if err != nil {
		return nil, &collectors.UsageError{Err: err, Hint: "findings are written by \"assize audit\"; --from FILE names others, --from none goes without"}
	}
	if !a.quiet {
		fmt.Fprintf(a.stderr, "findings: %s, run %s of %s\n", terminalSafe(path), terminalSafe(found.Run.ID), found.Run.At.UTC().Format("2006-01-02 15:04 UTC"))
	}
	return found, nil
}

// knownWords are the policies' ids and the kinds that a waiver may name: those of all sources, whatever a profile selects.
func (f *policyFlags) knownWords(ctx context.Context, c *config.Config) (config.Known, error) {
	options, _, err := f.loadOptions(c)
	if err != nil {
		return config.Known{}, err
	}
	set, err := opa.Load(ctx, options)
	if err != nil {
		return config.Known{}, err
	}
	return wordsOf(set)
}

// wordsOf are the words that a waiver may use of a set of policies.
func wordsOf(set *opa.Set) (config.Known, error) {
	var known config.Known
	for _, p := range set.Policies() {
		known.Policies = append(known.Policies, p.ID)
	}
	kinds, err := set.Kinds()
	for _, k := range kinds {
		known.Kinds = append(known.Kinds, k.Name)
	}
	return known, err
}
