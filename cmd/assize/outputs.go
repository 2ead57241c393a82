package main

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/assize/assize/collectors"
	"github.com/assize/assize/internal/audit"
	"github.com/assize/assize/internal/config"
	"github.com/assize/assize/reports"
)

// snapshotFormat is the one output that is not a report.
const snapshotFormat = "snapshot"

// An output is one -o.
type output struct {
	format string
	path   string // "" stands for stdout
	// statement is where the signed statement of the file goes, "" for none.
	statement string
}

// outputFlags are -o, --out and --paper.
type outputFlags struct {
	outputs []string
	dir     string
	paper   string
	// evidence is --evidence, which the commands have that hold a snapshot.
	evidence string
}

func (f *outputFlags) register(cmd *cobra.Command, help string) {
	cmd.Flags().StringArrayVarP(&f.outputs, "output", "o", nil, help)
	cmd.Flags().StringVar(&f.paper, "paper", "", "`paper` of the PDF: A4 or Letter (default A4)")
}

// layout is what the PDF's pages are made with; what no flag says, the configuration does. The sealer may be nil.
func (f *outputFlags) layout(c *config.Config, s *sealer) (reports.Layout, error) {
	paper := reports.Paper(cmp.Or(f.paper, c.Report.Paper))
	if !paper.Known() {
		return reports.Layout{}, &collectors.UsageError{Err: fmt.Errorf("--paper %q is no paper", paper), Hint: "it is A4 or Letter"}
	}
	evidence := reports.Evidence(cmp.Or(f.evidence, c.Report.Evidence))
	if !evidence.Known() {
		return reports.Layout{}, &collectors.UsageError{Err: fmt.Errorf("--evidence %q is no way to hand it out", evidence), Hint: "it is embed, beside or none"}
	}
	if evidence == reports.Embedded {
		evidence = ""
	}
	return reports.Layout{Paper: cmp.Or(paper, reports.A4), Evidence: evidence, Seal: s.box()}, nil
}

// parse reads the -o flags. With none for a report it gives the defaults: a summary on stdout, and
// findings.json and report.pdf in the output folder.
func (f *outputFlags) parse(defaultDir string) ([]output, error) {
	var out []output
	stdout := 0
	reported := false
	for _, text := range f.outputs {
		format, path, _ := strings.Cut(text, "=")
		if format != snapshotFormat {
			if _, err := reports.Find(format); err != nil {
				return nil, &collectors.UsageError{Err: err, Hint: "write -o FORMAT or -o FORMAT=PATH; \"snapshot\" keeps the snapshot"}
			}
			reported = true
		}
		if path == "-" || path == "/dev/stdout" {
			path = ""
		}
		if path == "" {
			stdout++
		} else if slices.ContainsFunc(out, func(o output) bool { return filepath.Clean(o.path) == filepath.Clean(path) }) {
			return nil, &collectors.UsageError{Err: fmt.Errorf("two outputs go to %s", path), Hint: "give each a path of its own: -o FORMAT=PATH"}
		}
		out = append(out, output{format: format, path: path})
	}
	if stdout > 1 {
		return nil, &collectors.UsageError{Err: fmt.Errorf("%d outputs want stdout", stdout), Hint: "give all but one a path: -o FORMAT=PATH"}
	}
	if reported {
		return out, nil
	}
	dir := f.dir
	if dir == "" {
		dir = defaultDir
	}
	if stdout == 0 {
		out = append(out, output{format: "text"})
	}
	return append(out, output{format: "json", path: filepath.Join(dir, "findings.json")}, output{format: "pdf", path: filepath.Join(dir, "report.pdf")}), nil
}

// toTerminal says whether the output would go to a terminal that it would fill with bytes.
func (a *app) toTerminal(o output) bool {
	isTerminal, _ := terminal(a.stdout)
	return o.path == "" && isTerminal && slices.Contains([]string{"pdf", snapshotFormat}, o.format)
}

// canWrite finds before anything is visited what would make write fail after it.
func (a *app) canWrite(outputs []output, dir string) error {
	if _, err := a.useColour(); err != nil {
		return err
	}
	for _, o := range outputs {
		if a.toTerminal(o) {
			return &collectors.UsageError{Err: fmt.Errorf("-o %s would fill the terminal with bytes", o.format), Hint: "give it a path: -o " + o.format + "=FILE"}
		}
		if o.path == "" {
			continue
		}
		hint := "choose a path in a folder that is there and that you may write to"
		if inFolder(o, dir) {
			hint = "choose a folder that you may write to with --out DIR"
		}
		if err := audit.Writable(o.path, inFolder(o, dir)); err != nil {
			return &collectors.UsageError{Err: err, Hint: hint}
		}
	}
	return nil
}

// inFolder says whether the output lies in the output folder, which is made when it is not there.
func inFolder(o output, dir string) bool {
	return dir != "" && filepath.Dir(o.path) == filepath.Clean(dir)
}

// write writes every report, and the snapshot when it is asked for. What is written to files is whole or not there,
// and those of the output folder belong together: all of them are replaced or none. The files come first, because who
// reads stdout may go away at any line; an output that cannot be written stops none elsewhere.
func (a *app) write(ctx context.Context, outputs []output, dir string, p product) error {
	problems, written := a.writeFiles(ctx, outputs, dir, p)
	for _, o := range outputs {
		if o.path != "" {
			continue
		}
		writer, beside, err := a.writerOf(ctx, o, p)
		if err == nil {
			err = writer(a.stdout)
		}
		if beside != nil {
			a.notBeside()
		}
		if err != nil {
			problems = append(problems, &collectors.UsageError{Err: err, Hint: "what reads stdout took not all of it; -o FORMAT=PATH writes a file"})
		}
	}
	for _, path := range written {
		if !a.quiet {
			fmt.Fprintf(a.stderr, "wrote %s\n", terminalSafe(path))
		}
	}
	return errors.Join(problems...)
}

// writeFiles stages every file and then puts them in their places, each with its signed statement or not at all.
func (a *app) writeFiles(ctx context.Context, outputs []output, dir string, p product) (problems []error, written []string) {
	staged := map[string][]stagedFile{}
	torn := false // a file of the output folder is missing
	for _, o := range outputs {
		if o.path == "" {
			continue
		}
		files, err := a.stage(ctx, o, dir, p)
		if err != nil {
			problems = append(problems, err)
			torn = torn || inFolder(o, dir)
			continue
		}
		staged[o.path] = files
	}
	for _, o := range outputs {
		whole := !torn || !inFolder(o, dir)
		for _, file := range staged[o.path] {
			if !whole {
				problems = append(problems, file.Discard())
				continue
			}
			if err := file.Commit(); err != nil {
				problems = append(problems, err)
				whole, torn = false, torn || inFolder(o, dir)
				continue
			}
			written = append(written, file.path)
		}
	}
	for _, o := range outputs {
		if slices.Contains(written, o.path) && !(torn && inFolder(o, dir)) {
			problems = append(problems, a.clearStale(o, outputs, written))
		}
	}
	return problems, written
}

// A stagedFile is not in its place, which is path, yet.
type stagedFile struct {
	path string
	*audit.Staged
}

// stage writes one file, with what lies beside it before and its signed statement after it, without putting them in their places.
func (a *app) stage(ctx context.Context, o output, dir string, p product) (out []stagedFile, err error) {
	writer, beside, err := a.writerOf(ctx, o, p)
	if err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			for _, file := range out {
				err = errors.Join(err, file.Discard())
			}
			out = nil
		}
	}()
	if inFolder(o, dir) {
		if err := audit.OutputFolder(dir); err != nil {
			return nil, &collectors.UsageError{Err: err, Hint: "choose a folder that you may write to with --out DIR"}
		}
	}
	hinted := func(err error) error {
		return &collectors.UsageError{Err: err, Hint: cmp.Or(hintOf(err), "nothing at that path was changed; free some space or choose another path")}
	}
	digest := sha256.New()
	if beside != nil && passesThrough(o.path) {
		a.notBeside()
	} else if beside != nil {
		path := o.path + reports.BesideSuffix
		file, err := audit.Stage(path, func(w io.Writer) error { _, err := w.Write(beside); return err })
		if err != nil {
			return out, hinted(err)
		}
		out = append(out, stagedFile{path, file})
	}
	file, err := audit.Stage(o.path, func(w io.Writer) error { return writer(io.MultiWriter(w, digest)) })
	if err != nil {
		return out, hinted(err)
	}
	out = append(out, stagedFile{o.path, file})
	if o.statement == "" {
		return out, nil
	}
	statement, err := p.stageStatement(ctx, o, hex.EncodeToString(digest.Sum(nil)))
	if err != nil {
		return out, hinted(err)
	}
	return append(out, stagedFile{o.statement, statement}), nil
}

// notBeside says that a snapshot is lost that would lie beside a report that is no file.
func (a *app) notBeside() {
	fmt.Fprintf(a.stderr, "note: the snapshot is not in the report, and nothing lies beside one that is no file: keep it with -o %s=FILE, for it to be verified with --snapshot\n", snapshotFormat)
}

// writerOf is what writes an output, and what lies beside it, nil for nothing.
func (a *app) writerOf(ctx context.Context, o output, p product) (write func(io.Writer) error, beside []byte, err error) {
	switch o.format {
	case snapshotFormat:
		return p.snapshot.Write, nil, nil
	case reports.PDF{}.Name():
		bundle, err := p.evidence()
		if err != nil {
			return nil, nil, fmt.Errorf("attach files: %w", err)
		}
		return func(w io.Writer) error { return p.writePDF(ctx, w, bundle) }, bundle.Beside, nil
	}
	format, err := reports.Find(o.format)
	if err != nil {
		return nil, nil, err
	}
	if _, isText := format.(reports.Text); isText && o.path == "" {
		colour, err := a.useColour()
		if err != nil {
			return nil, nil, err
		}
		_, width := terminal(a.stdout)
		format = reports.Text{Colour: colour, Width: width}
	}
	return func(w io.Writer) error { return format.Write(w, p.assessment) }, nil, nil
}
