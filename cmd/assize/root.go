package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"github.com/assize/assize/collectors"
	"github.com/assize/assize/internal/config"
	"github.com/assize/assize/internal/progress"
	"github.com/assize/assize/reports"
)

// An app is one run of the program.
type app struct {
	stdout, stderr io.Writer
	now            func() time.Time

	configPath string
	colour     string
	quiet      bool
	offline    bool
}

func (a *app) rootCommand() *cobra.Command {
	root := &cobra.Command{
		Use:   "assize",
		Short: "Audit servers, cloud accounts and repositories against IT policies",
		Long: "Assize audits servers, cloud accounts and repositories against IT policies.\n\n" +
			"With no target, \"assize audit\" audits this host and the git checkout that it stands in: it needs no\n" +
			"configuration, no account and no network.",
		SilenceErrors: true, SilenceUsage: true,
		Args: noSuchCommand,
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	root.SetOut(a.stdout)
	root.SetErr(a.stderr)
	flags := root.PersistentFlags()
	flags.StringVar(&a.configPath, "config", "", "configuration `file` (default assize.yaml, if there is one)")
	flags.StringVar(&a.colour, "color", "auto", "colour on terminals: auto, always or never; NO_COLOR is respected")
	flags.BoolVarP(&a.quiet, "quiet", "q", false, "no progress on stderr")
	flags.BoolVar(&a.offline, "offline", false, "refuse targets that need a network connection")
	root.AddCommand(a.auditCommand(), a.gateCommand(), a.collectCommand(), a.evaluateCommand(), a.reportCommand(),
		a.verifyCommand(), a.keyCommand(), a.diffCommand(), a.historyCommand(), a.waiverCommand(), a.policyCommand(), a.doctorCommand(), a.initCommand(), a.versionCommand(), a.judgeChildCommand())
	root.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error {
		text, _, _ := strings.Cut(err.Error(), ": strconv.") // how the number was read is none of the user's business
		return &collectors.UsageError{Err: errors.New(text), Hint: fmt.Sprintf("run %q", cmd.CommandPath()+" --help")}
	})
	return root
}

// noSuchCommand refuses words after a command that only has commands below it.
func noSuchCommand(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	hint := fmt.Sprintf("run %q", cmd.CommandPath()+" --help")
	cmd.SuggestionsMinimumDistance = 2
	if near := cmd.SuggestionsFor(args[0]); len(near) > 0 {
		hint = fmt.Sprintf("did you mean %q?", cmd.CommandPath()+" "+near[0])
	}
	return &collectors.UsageError{Err: fmt.Errorf("unknown command %q for %q", args[0], cmd.CommandPath()), Hint: hint}
}

// config reads the configuration, and says so when nobody named it: it decides what is visited and what passes.
func (a *app) config() (*config.Config, error) {
	c, err := config.Load(a.configPath)
	if err == nil && c.Found() && !a.quiet {
		fmt.Fprintf(a.stderr, "configuration: %s\n", c.Path())
		if c.Vouches() {
			fmt.Fprintf(a.stderr, "the policies that it trusts are judged like all others: name it (--config %s) if you trust it\n", c.Path())
		}
	}
	return c, err
}

// terminal says whether w is one, and how wide.
func terminal(w io.Writer) (bool, int) {
	file, ok := w.(*os.File)
	if !ok || !term.IsTerminal(int(file.Fd())) {
		return false, 0
	}
	width, _, err := term.GetSize(int(file.Fd()))
	if err != nil {
		return true, 0
	}
	return true, width
}

// progress makes the log of this run; the caller closes it.
func (a *app) progress() *progress.Log {
	if a.quiet {
		return progress.Silent()
	}
	isTerminal, width := terminal(a.stderr)
	return progress.New(a.stderr, isTerminal && os.Getenv("TERM") != "dumb", width, a.now)
}

// useColour decides whether stdout gets colour.
func (a *app) useColour() (bool, error) {
	switch a.colour {
	case "always":
		return true, nil
	case "never":
		return false, nil
	case "auto":
		isTerminal, _ := terminal(a.stdout)
		return isTerminal && os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb", nil
	}
	return false, &collectors.UsageError{Err: fmt.Errorf("--color: %q is none of auto, always, never", a.colour)}
}

// terminalSafe shows control characters instead of obeying them.
func terminalSafe(text string) string { return reports.TerminalText(text) }
