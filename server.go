//go:build !wasm

// Command nagare serves the Nagare client, and a demo world when asked.
//
//	nagare [flags]                      serve the client
//	nagare export -o DIR [-prefix /x]   write it as static files
//	nagare replay [flags] FILE          serve a recording as if it were a server
//
// It knows files, headers and flags. What a Misskey server says is known to
// stream/streamtest alone, which it mounts under /_demo/.
package main

import (
	"cmp"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/signal"
	"runtime/debug"
	"strings"
	"syscall"
	"time"

	"nagare/stream/streamtest"
	"nagare/web"
)

// demoPath is where the demo or a recording answers, below the prefix.
const demoPath = "/_demo"

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	os.Exit(run(ctx, os.Args[1:], os.Stdout, os.Stderr))
}

// usageError is a mistake in how the command was called: exit code 2.
type usageError string

func (e usageError) Error() string { return string(e) }

// run is main with its surroundings as arguments. It returns the exit code:
// 0, 1 for what failed, 2 for a wrong call.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	var err error
	switch {
	case len(args) > 0 && args[0] == "export":
		err = export(args[1:], stdout)
	case len(args) > 0 && args[0] == "replay":
		err = replay(ctx, args[1:], stdout)
	default:
		err = serve(ctx, args, stdout)
	}
	var wrong usageError
	switch {
	case err == nil:
		return 0
	case errors.Is(err, flag.ErrHelp):
		return 0
	case errors.As(err, &wrong):
		fmt.Fprintf(stderr, "nagare: %v (nagare -help lists what there is)\n", err)
		return 2
	default:
		fmt.Fprintf(stderr, "nagare: %v\n", err)
		return 1
	}
}

// settings are the flags of all commands; each command offers some of them.
type settings struct {
	addr, prefix, out string
	version, demo     bool
	faults            string
	world             streamtest.Options
}

func (s *settings) flags(name string) *flag.FlagSet {
	f := flag.NewFlagSet(name, flag.ContinueOnError)
	f.SetOutput(io.Discard) // run prints one line instead
	f.StringVar(&s.prefix, "prefix", "", "`path` the site lives under, such as /repo")
	if name != "export" {
		f.StringVar(&s.addr, "addr", "localhost:8080", "`host:port` to listen on")
	}
	return f
}

// parse reads the flags and returns what follows them.
func parse(f *flag.FlagSet, args []string, usage string, stdout io.Writer) ([]string, error) {
	err := f.Parse(args)
	switch {
	case errors.Is(err, flag.ErrHelp):
		fmt.Fprintf(stdout, "usage: nagare %s\n", usage)
		f.SetOutput(stdout)
		f.PrintDefaults()
		return nil, err
	case err != nil:
		return nil, usageError(err.Error())
	}
	return f.Args(), nil
}

func serve(ctx context.Context, args []string, stdout io.Writer) error {
	var s settings
	f := s.flags("serve")
	f.BoolVar(&s.version, "version", false, "print the version and exit")
	f.BoolVar(&s.demo, "demo", false, "offer a made-up Misskey server beside the client")
	f.Float64Var(&s.world.Rate, "demo-rate", 1, "`notes` per second in the demo, 0 for silence")
	f.Uint64Var(&s.world.Seed, "demo-seed", 1, "`number` that decides everything random in the demo")
	f.StringVar(&s.faults, "demo-faults", "", "`faults` the demo suffers, such as drop=30s,delay=200ms")
	rest, err := parse(f, args, "[flags] | export -o DIR [-prefix /x] | replay [flags] FILE", stdout)
	if err != nil {
		return err
	}
	if len(rest) > 0 {
		return usageError(fmt.Sprintf("%q is not a command", rest[0]))
	}
	if s.version {
		fmt.Fprintln(stdout, "nagare", version())
		return nil
	}
	if s.world.Rate < 0 || s.world.Rate > 1000 {
		return usageError("-demo-rate: give a number from 0 to 1000")
	}
	faults, err := streamtest.ParseFaults(s.faults)
	if err != nil {
		return usageError("-demo-faults: " + err.Error())
	}
	if !s.demo {
		site, err := build(web.Options{Prefix: s.prefix})
		if err != nil {
			return err
		}
		return listen(ctx, s.addr, site, nil, stdout)
	}
	site, err := build(web.Options{Prefix: s.prefix, Demo: demoPath})
	if err != nil {
		return err
	}
	s.world.Faults, s.world.Chat = faults, true
	s.world.Prefix = site.Prefix() + demoPath
	world := streamtest.New(&s.world)
	defer world.Close()
	return listen(ctx, s.addr, site, world, stdout)
}

func replay(ctx context.Context, args []string, stdout io.Writer) error {
	var s settings
	var o streamtest.ReplayOptions
	f := s.flags("replay")
	f.Float64Var(&o.Speed, "speed", 0, "how many `times` faster than life; 0 means that all has happened")
	rest, err := parse(f, args, "replay [flags] FILE", stdout)
	if err != nil {
		return err
	}
	if len(rest) != 1 {
		return usageError("replay: name one recording")
	}
	if o.Speed < 0 {
		return usageError("-speed: give 0 or more")
	}
	file, err := os.Open(rest[0])
	if err != nil {
		return fmt.Errorf("replay: %w", err)
	}
	defer file.Close()
	recording, err := streamtest.ReadRecording(file)
	if err != nil {
		return fmt.Errorf("replay: %s is no recording: %w", rest[0], err)
	}
	site, err := build(web.Options{Prefix: s.prefix, Demo: demoPath, Layout: recording.Layout("demo")})
	if err != nil {
		return err
	}
	o.Prefix = site.Prefix() + demoPath
	world := recording.Handler(&o)
	return listen(ctx, s.addr, site, world, stdout)
}

func export(args []string, stdout io.Writer) error {
	var s settings
	f := s.flags("export")
	f.StringVar(&s.out, "o", "", "`folder` to write, made when it is missing")
	rest, err := parse(f, args, "export -o DIR [-prefix /x]", stdout)
	if err != nil {
		return err
	}
	if s.out == "" || len(rest) > 0 {
		return usageError("export: say where to with -o DIR")
	}
	site, err := build(web.Options{Prefix: s.prefix})
	if err != nil {
		return err
	}
	if err := site.Export(s.out); err != nil {
		return fmt.Errorf("%w: choose a folder you may write to", err)
	}
	fmt.Fprintf(stdout, "wrote %s: let a web server show it under %s/\n", s.out, site.Prefix())
	return nil
}

// build makes the site; a prefix it does not accept is a wrong call.
func build(o web.Options) (*web.Site, error) {
	site, err := web.Build(o)
	if errors.Is(err, web.ErrPrefix) {
		return nil, usageError("-" + err.Error())
	}
	return site, err
}

// handler puts the site and, if there is one, the world beside it together.
func handler(site *web.Site, world http.Handler) http.Handler {
	mux := http.NewServeMux()
	mux.Handle("/", site)
	if world != nil {
		mux.Handle(site.Prefix()+demoPath+"/", guard(world))
	}
	return mux
}

// guard keeps what a made-up or recorded server answers from acting as a page
// of this origin: a picture opened in a tab may not run anything.
func guard(world http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("X-Content-Type-Options", "nosniff")
		w.Header().Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; sandbox")
		world.ServeHTTP(w, r)
	})
}

// listen serves until ctx ends, then lets running requests finish.
func listen(ctx context.Context, addr string, site *web.Site, world http.Handler, stdout io.Writer) error {
	l, err := net.Listen("tcp", addr)
	switch {
	case errors.Is(err, syscall.EADDRINUSE):
		return fmt.Errorf("%s is in use: stop the other program or choose another with -addr", addr)
	case err != nil:
		return fmt.Errorf("cannot listen on %q: choose a host and port with -addr (%w)", addr, err)
	}
	fmt.Fprintf(stdout, "Nagare 流れ: %s\n", url(l.Addr(), addr, site.Prefix()))

	// The limits end with the request: a WebSocket takes its connection over.
	srv := &http.Server{
		Handler:           handler(site, world),
		ReadHeaderTimeout: 10 * time.Second,
		ReadTimeout:       time.Minute,
		WriteTimeout:      5 * time.Minute,
		IdleTimeout:       2 * time.Minute,
	}
	failed := make(chan error, 1)
	go func() { failed <- srv.Serve(l) }()
	select {
	case err := <-failed:
		return fmt.Errorf("serve: %w", err)
	case <-ctx.Done():
	}
	grace, cancel := context.WithTimeout(context.Background(), 3*time.Second)
	defer cancel()
	if err := srv.Shutdown(grace); err != nil {
		srv.Close() // whoever is still reading after that has had its chance
	}
	return nil
}

// url is the address to open: the host as it was asked for, the port as it was
// given out.
func url(got net.Addr, asked, prefix string) string {
	host, _, err := net.SplitHostPort(asked)
	if err != nil || host == "" || host == "0.0.0.0" || host == "::" {
		host = "localhost"
	}
	_, port, err := net.SplitHostPort(got.String())
	if err != nil {
		return got.String()
	}
	return "http://" + net.JoinHostPort(host, port) + prefix + "/"
}

// revision is what git calls the state that was built; make build sets it.
var revision string

func version() string {
	v := []string{cmp.Or(revision, "(unknown revision)")}
	if info, ok := debug.ReadBuildInfo(); ok {
		v = append(v, info.GoVersion)
	}
	return strings.Join(v, " ")
}
