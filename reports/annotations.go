package reports

import (
	"bytes"
	"cmp"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/assize/assize/engine"
)

// Annotations are workflow commands of GitHub Actions: printed by a step, each shows a failure at its line of the change. Failures
// that a waiver covers, or that were there before, have none. GitHub shows ten errors and ten warnings of a step, so the worst
// come first. Source: GitHub Docs, Workflow commands for GitHub Actions.
type Annotations struct{}

// Name implements Format.
func (Annotations) Name() string { return "github" }

// Help implements Format.
func (Annotations) Help() string { return "annotations for GitHub Actions, to be printed by a step" }

// Extension implements Format.
func (Annotations) Extension() string { return ".txt" }

// Write implements Format.
func (Annotations) Write(w io.Writer, a *engine.Assessment) error {
	titles := map[string]string{}
	for _, p := range a.Policies {
		titles[p.ID] = p.Title
	}
	view, twins, _ := once(a)
	var failing []*engine.Finding
	for i := range view.Findings {
		f := &view.Findings[i]
		if twin := twins[f]; twin != nil {
			f = twin // the checkout's file is there to be annotated
		}
		if f.Verdict == engine.Fail {
			failing = append(failing, f)
		}
	}
	slices.SortStableFunc(failing, func(a, b *engine.Finding) int { return cmp.Compare(b.Severity.Rank(), a.Severity.Rank()) })
	var b bytes.Buffer
	for _, f := range failing {
		for _, failure := range f.Failures {
			if failure.Waiver == "" && !failure.Known {
				annotation(&b, f, cmp.Or(titles[f.Policy], f.Policy), failure.Message)
			}
		}
	}
	if _, err := w.Write(b.Bytes()); err != nil {
		return fmt.Errorf("write annotations: %w", err)
	}
	return nil
}

// annotation writes one line.
func annotation(b *bytes.Buffer, f *engine.Finding, title, message string) {
	command := map[engine.Severity]string{engine.Critical: "error", engine.High: "error", engine.Medium: "warning"}[f.Severity]
	properties := []string{"title=" + workflowProperty(string(f.Severity)+": "+title)}
	if f.Origin.File != "" {
		properties = append(properties, "file="+workflowProperty(f.Origin.File))
		if f.Origin.Line > 0 {
			properties = append(properties, "line="+strconv.Itoa(f.Origin.Line))
		}
	}
	fmt.Fprintf(b, "::%s %s::%s\n", cmp.Or(command, "notice"), strings.Join(properties, ","), workflowText(cmp.Or(f.Name, f.Resource)+": "+message+" ("+f.Policy+")"))
}

// workflowText is the encoder of what a workflow command says.
func workflowText(text string) string {
	return strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A").Replace(visible(text, nil))
}

// workflowProperty is that of its properties.
func workflowProperty(text string) string {
	return strings.NewReplacer(":", "%3A", ",", "%2C").Replace(workflowText(text))
}
