package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/assize/assize/collectors"
	"github.com/assize/assize/engine"
	"github.com/assize/assize/internal/sign"
	"github.com/assize/assize/reports"
)

const (
	maxReport   = 1 << 30   // bytes of a report
	maxUnpacked = 512 << 20 // bytes of the files in it
)

// The outcomes of the checks that a verification adds to those of the seal.
const (
	checkPassed    = string(sign.Passed)
	checkFailed    = string(sign.Failed)
	checkUndecided = string(sign.Undecided)
)

type verifyFlags struct {
	trust, tsaTrust []string
	revocation      []string
	statement       string
	snapshot        string
	maxAge, after   string
	history         historyFlags
	timestamp       bool
	unrevoked       bool
	replay          bool
	otherTool       bool
	unsealed        bool
	extract         string
	output          string
}

func (a *app) verifyCommand() *cobra.Command {
	var flags verifyFlags
	cmd := &cobra.Command{
		Use:   "verify REPORT",
		Short: "Check that a report is what was sealed, and judge its evidence again",
		Long: "Checks a sealed report, offline: its seal covers every byte, nothing was changed, the certificate leads to one that you\n" +
			"trust (--trust), was valid and not revoked, and the files in it are those that its manifest names. The pages are drawn again\n" +
			"from the findings in it and compared; where another version drew them and this one draws otherwise, the report is refused\n" +
			"unless --allow-other-version takes its pages as they are. With --replay it judges the snapshot in the report again, with the\n" +
			"policies, parameters and waivers in it, and compares the findings byte by byte.\n" +
			"What changed since the run before is not judged again: it is held against the findings.\n\n" +
			"A snapshot that is not in the report is looked for beside it, or where --snapshot says, and must have the digest that the report names.\n\n" +
			"A report that nobody has sealed is refused (not_sealed). With --allow-unsealed all else is checked, and the exit code goes by\n" +
			"that; what the checks then say holds for a report that anybody may have made.\n\n" +
			"Any other file that \"--sign\" signed, such as findings.json, is checked against its signed statement, FILE.dsse.json. It stands by\n" +
			"itself: the findings in it cannot be judged again.\n\n" +
			"It does not prove that the signer is honest, nor that the audited machines told the truth.\n\n" +
			"Exit codes: 0 all is well · 2 usage · 4 something is wrong; -o json names the reason in one word: broken, not_sealed,\n" +
			"changed_after_sealing, untrusted, expired, not_yet_valid, revoked, revocation_unknown, timestamp, digest, pages, other_version, chain,\n" +
			"changes_differ, replay_differs, replay_impossible.",
		Example: "  assize verify report.pdf --trust k/cert.pem --replay\n  assize verify report.pdf --allow-unsealed --replay\n  assize verify findings.json --trust k/cert.pem",
		Args:    exactly(1, "the report's file"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if flags.output != "text" && flags.output != "json" {
				return &collectors.UsageError{Err: fmt.Errorf("-o %s: it is text or json", flags.output), Hint: "redirect stdout to write a file"}
			}
			if flags.unsealed && (flags.timestamp || flags.unrevoked) {
				return &collectors.UsageError{Err: errors.New("--allow-unsealed and --require-timestamp or --require-revocation do not go together"), Hint: "what they require is of a seal: leave one of the two out"}
			}
			v, err := a.verification(args[0], flags)
			if err != nil {
				return err
			}
			defer v.log.Close()
			if err := v.run(cmd.Context()); err != nil {
				return err
			}
			v.log.Close()
			return v.print()
		},
	}
	flags.register(cmd)
	return cmd
}

func (flags *verifyFlags) register(cmd *cobra.Command) {
	f := cmd.Flags()
	f.StringArrayVar(&flags.trust, "trust", nil, "PEM `file` with certificates that you trust to vouch for who seals (repeatable)")
	f.StringArrayVar(&flags.tsaTrust, "tsa-trust", nil, "PEM `file` with certificates that vouch for timestamp authorities (default: those of --trust)")
	f.StringVar(&flags.statement, "statement", "", "the signed statement of a `file` that is no PDF (default: its name and .dsse.json)")
	f.StringVar(&flags.snapshot, "snapshot", "", "the snapshot's `file` of a report that does not carry it (default: its name and "+reports.BesideSuffix+")")
	f.BoolVar(&flags.timestamp, "require-timestamp", false, "refuse a seal without a timestamp")
	f.StringArrayVar(&flags.revocation, "revocation", nil, "`file` with a revocation list or an OCSP response of an issuer, beyond what the report carries (repeatable)")
	f.BoolVar(&flags.unrevoked, "require-revocation", false, "refuse a seal when nothing says of each certificate that it was not revoked")
	f.StringVar(&flags.maxAge, "max-age", "", "refuse an audit that is older, for example `90d` or 12h")
	f.StringVar(&flags.after, "after", "", "refuse a report that does not follow this `run`: the digest of its manifest, its report (PDF or findings.json), its id, or with --history its number")
	f.StringVar(&flags.history.dir, "history", "", "`folder` of the history in which --after looks a run up")
	f.BoolVar(&flags.replay, "replay", false, "judge the evidence again and compare")
	f.BoolVar(&flags.unsealed, "allow-unsealed", false, "accept a report that nobody has sealed when all else is as it should be")
	f.BoolVar(&flags.otherTool, "allow-other-version", false, "accept pages that another version drew and this one cannot compare with findings.json")
	f.StringVar(&flags.extract, "extract", "", "write the evidence into a new `folder`: the files in the report, and views by control, policy and resource")
	f.StringVarP(&flags.output, "output", "o", "text", "text or json")
}

// verification opens what the flags name.
func (a *app) verification(path string, flags verifyFlags) (*verification, error) {
	v := &verification{app: a, verifyFlags: flags, result: engine.Verification{Schema: engine.VerificationSchema, File: path,
		Checks: []engine.VerificationCheck{}, Files: []engine.VerificationFile{}}, log: a.progress()}
	var err error
	if v.options.Roots, err = trusted(flags.trust); err != nil {
		return nil, err
	}
	if len(flags.tsaTrust) > 0 {
		if v.options.TSARoots, err = trusted(flags.tsaTrust); err != nil {
			return nil, err
		}
	}
	if v.options.Revocation, err = sign.LoadRevocation(flags.revocation); err != nil {
		return nil, err
	}
	v.options.RequireRevocation = flags.unrevoked
	if flags.maxAge != "" {
		if v.age, err = age(flags.maxAge); err != nil {
			return nil, err
		}
	}
	v.options.Now, v.options.RequireTimestamp, v.options.MaxSize, v.options.MaxUnpacked = a.now(), flags.timestamp, maxReport, maxUnpacked
	if v.before, err = v.predecessor(); err != nil {
		return nil, err
	}
	return v, v.open()
}

var days = regexp.MustCompile(`^(\d{1,5})d$`)

// age reads a time span, which may be in days.
func age(text string) (time.Duration, error) {
	if m := days.FindStringSubmatch(text); m != nil {
		n, err := strconv.Atoi(m[1])
		return time.Duration(n) * 24 * time.Hour, err
	}
	d, err := time.ParseDuration(text)
	if err != nil || d <= 0 {
		return 0, &collectors.UsageError{Err: fmt.Errorf("--max-age %q is no time span", text), Hint: "for example --max-age 90d, or --max-age 12h"}
	}
	return d, nil
}

// readReport reads the file. One that is too large for any report is not read: the error wraps a *tooLarge, and the bytes
// are its first.
func readReport(path string) ([]byte, error) {
	const hint = "name a file that \"assize audit\" or \"assize report\" wrote"
	file, err := os.Open(path)
	if err != nil {
		return nil, &collectors.UsageError{Err: err, Hint: hint}
	}
	most := int64(maxReport + 1)
	info, err := file.Stat()
	large := err == nil && info.Mode().IsRegular() && info.Size() > maxReport
	if large {
		most = 16
	}
	data, err := io.ReadAll(io.LimitReader(file, most))
	if err = errors.Join(err, file.Close()); err != nil {
		return nil, &collectors.UsageError{Err: fmt.Errorf("read %s: %w", path, err), Hint: hint}
	}
	if large {
		return data, &collectors.UsageError{Err: &tooLarge{path, info.Size()}, Hint: "compare its SHA-256 with the one in its statement by hand"}
	}
	return data, nil
}

// A tooLarge file is larger than any report.
type tooLarge struct {
	path string
	size int64
}

func (e *tooLarge) Error() string {
	return fmt.Sprintf("%s has %d bytes, more than the %d that a report may have", e.path, e.size, maxReport)
}

// print says what was found and ends with the exit code.
func (v *verification) print() error {
	var err error
	if v.output == "json" {
		err = reports.WriteJSON(v.app.stdout, v.result)
	} else {
		_, err = io.WriteString(v.app.stdout, v.text())
	}
	if err != nil {
		return &collectors.UsageError{Err: err, Hint: "what reads stdout took not all of it"}
	}
	if !v.result.OK {
		return &exitError{code: exitVerification}
	}
	return nil
}

// text is the result for a person.
func (v *verification) text() string {
	var b strings.Builder
	r := v.result
	for _, c := range r.Checks {
		fmt.Fprintf(&b, "%-4s  %-13s  %s\n", map[string]string{checkPassed: "ok", checkFailed: "BAD", checkUndecided: "?"}[c.Outcome], c.Name, reports.TerminalText(c.Found))
		fmt.Fprintf(&b, "%21s%s\n", "", c.Means)
	}
	b.WriteString("\n")
	if !r.OK {
		fmt.Fprintf(&b, "NOT VERIFIED (%s): %s\n", strings.ReplaceAll(r.Reason, "_", " "), reports.TerminalText(r.File))
		b.WriteString(v.remedy())
		return b.String()
	}
	b.WriteString(v.conclusion())
	return b.String()
}
