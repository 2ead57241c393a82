package git

import (
	"fmt"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
)

// largeCheckout makes a repository of n files with 10 kB of text each on average, as a packed clone has them.
func largeCheckout(b *testing.B, n int) *checkout {
	b.Helper()
	c := newCheckout(b)
	cmd := exec.Command("git", "fast-import", "--quiet")
	cmd.Dir, cmd.Env = c.dir, append(os.Environ(), "GIT_CONFIG_GLOBAL=/dev/null")
	stream, err := cmd.StdinPipe()
	if err != nil {
		b.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		b.Fatal(err)
	}
	fmt.Fprintf(stream, "commit refs/heads/main\ncommitter Ada <ada@example.org> 1790000000 +0000\ndata 1\nx\n")
	for i := range n {
		var text strings.Builder
		for line := range 40 + i%700 {
			fmt.Fprintf(&text, "line %d of file %d says %x\n", line, i, uint32(line*i)*2654435761)
		}
		name := fmt.Sprintf("pkg%03d/dir%d/file%d%s", i%97, i%7, i, []string{".go", ".md", ".py", "", ".json", ".ts"}[i%6])
		fmt.Fprintf(stream, "M 100644 inline %s\ndata %d\n%s\n", name, text.Len(), text.String())
	}
	stream.Close()
	if err := cmd.Wait(); err != nil {
		b.Fatal(err)
	}
	c.git("reset", "-q")
	c.git("repack", "-adq")
	return c
}

// BenchmarkCollect measures the figure of the design: a repository of 6,500 files, secrets apart, in at most one
// CPU second, git's own time included, and 100 MB.
func BenchmarkCollect(b *testing.B) {
	c := largeCheckout(b, 6500)
	for _, secrets := range []string{"false", "true"} {
		b.Run("secrets="+secrets, func(b *testing.B) {
			before := cpuSeconds(b)
			for range b.N {
				if _, err := collect(b, targetOf(c.dir, map[string]string{"secrets": secrets})); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric((cpuSeconds(b)-before)/float64(b.N), "cpu-s/op")
			b.ReportMetric(peakMegabytes(b), "peak-MB")
		})
	}
}

// cpuSeconds returns the time that this process and the children it waited for have used.
func cpuSeconds(b *testing.B) float64 {
	total := 0.0
	for _, who := range []int{syscall.RUSAGE_SELF, syscall.RUSAGE_CHILDREN} {
		var u syscall.Rusage
		if err := syscall.Getrusage(who, &u); err != nil {
			b.Fatal(err)
		}
		for _, t := range []syscall.Timeval{u.Utime, u.Stime} {
			total += float64(t.Sec) + float64(t.Usec)/1e6
		}
	}
	return total
}

// peakMegabytes returns the largest resident size of this process so far, git's own apart.
func peakMegabytes(b *testing.B) float64 {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return float64(u.Maxrss) / 1024
}
