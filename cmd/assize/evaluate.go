package main

import (
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"

	"github.com/assize/assize/collectors"
	"github.com/assize/assize/engine"
	"github.com/assize/assize/internal/audit"
	"github.com/assize/assize/reports"
)

func (a *app) evaluateCommand() *cobra.Command {
	var judge judgeFlags
	cmd := &cobra.Command{
		Use:   "evaluate SNAPSHOT",
		Short: "Judge a snapshot that was collected before",
		Long: "Judges an archived snapshot; \"-\" reads it from stdin. The audit's clock is the time at which the snapshot ended, so\n" +
			"that the same snapshot, policies and waivers give the same bytes on any day; --at sets another. Only with --history is\n" +
			"the run kept.\n\n" +
			"Exit codes: 0 done · 2 usage, configuration, policies or a broken snapshot · 3 a target in it could not be visited or a policy broke.",
		Args: exactly(1, "the snapshot's file"),
		RunE: func(cmd *cobra.Command, args []string) error {
			c, err := a.config()
			if err != nil {
				return err
			}
			p, err := a.plan(cmd.Context(), c, judge, engine.Rules{FailOn: engine.Never, MaxUnknown: engine.Unlimited})
			if err == nil {
				p.history, err = a.history(c, judge.history, false)
			}
			if err != nil {
				return err
			}
			snapshot, err := readFile(args[0], collectors.ReadSnapshot)
			if err != nil {
				return &collectors.UsageError{Err: err, Hint: "a snapshot is written by \"assize collect\" or \"assize audit -o snapshot=FILE\", and read only when it is whole"}
			}
			log := a.progress()
			defer log.Close()
			selected, err := judge.policies.load(cmd.Context(), c)
			if err != nil {
				return err
			}
			return a.judge(cmd.Context(), log, p, selected, snapshot)
		},
	}
	judge.register(cmd)
	return cmd
}

func (a *app) reportCommand() *cobra.Command {
	var outputs outputFlags
	var seal sealFlags
	cmd := &cobra.Command{
		Use:   "report FINDINGS.json",
		Short: "Write reports from findings.json",
		Long: "Writes reports from the findings of an earlier run; \"-\" reads them from stdin.\n\n" +
			"What the findings were made of is not in them. A PDF that is written here carries the findings alone, and \"assize verify\"\n" +
			"says of it that they cannot be judged again: whoever seals it vouches for findings that somebody else may have changed.\n" +
			"\"assize evaluate SNAPSHOT --sign KEY\" makes a report that proves itself.\n\n" +
			"Exit codes: 0 done · 2 usage or broken findings.",
		Args: exactly(1, "the findings' file"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(outputs.outputs) == 0 {
				outputs.outputs = []string{"text"}
			}
			parsed, err := outputs.parse("")
			if err != nil {
				return err
			}
			for _, o := range parsed {
				if o.format == snapshotFormat {
					return &collectors.UsageError{Err: fmt.Errorf("findings hold no snapshot"), Hint: "keep it with \"assize audit -o snapshot=FILE\""}
				}
			}
			if err := a.canWrite(parsed, ""); err != nil {
				return err
			}
			assessment, err := readFile(args[0], reports.ReadJSON)
			if err != nil {
				return &collectors.UsageError{Err: err, Hint: "findings are written by \"assize audit\" or \"assize evaluate -o json=FILE\""}
			}
			c, err := a.config()
			if err != nil {
				return err
			}
			sealer, err := seal.sealer(cmd.Context(), a, c)
			if err != nil {
				return err
			}
			layout, err := outputs.layout(c, sealer)
			if err != nil {
				return err
			}
			if parsed, err = a.signed(sealer, parsed, ""); err != nil {
				return err
			}
			return a.write(cmd.Context(), parsed, "", product{assessment: assessment, sealer: sealer,
				evidence: audit.Evidence{Tool: toolName(), Assessment: assessment, Layout: layout}.Bundle})
		},
	}
	seal.register(cmd)
	outputs.register(cmd, "write `FORMAT[=PATH]`: text, json, pdf (repeatable; default text)")
	return cmd
}

// exactly demands n arguments and says what they are.
func exactly(n int, what string) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if len(args) == n {
			return nil
		}
		return &collectors.UsageError{Err: fmt.Errorf("%s takes %s, and got %d arguments", cmd.CommandPath(), what, len(args)), Hint: fmt.Sprintf("run %q", cmd.CommandPath()+" --help")}
	}
}

// readFile opens a file, or stdin for "-", and reads it; errors name the file.
func readFile[T any](path string, read func(io.Reader) (T, error)) (T, error) {
	var none T
	if path == "-" {
		value, err := read(os.Stdin)
		if err != nil {
			return none, fmt.Errorf("stdin: %w", err)
		}
		return value, nil
	}
	file, err := os.Open(path)
	if err != nil {
		return none, err
	}
	value, err := read(file)
	if closeErr := file.Close(); err == nil {
		err = closeErr
	}
	if err != nil {
		return none, fmt.Errorf("%s: %w", path, err)
	}
	return value, nil
}
