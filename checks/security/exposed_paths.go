package security

import (
	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/probe"
	"github.com/golive-app/golive/config/regex"
)

// doorSign is a path that people try from outside, and what is there by sight. A status
// alone shows nothing: apps answer every path, and firewalls answer for them.
type doorSign struct {
	path     string
	sign     *regex.Expression // in the body
	page     bool              // it is a page; else a page there is another thing
	severity checks.Severity
	what     string
}

// doorSigns are what the service is asked for. Each sign is what the program that is
// behind such a path writes, not a word that others write too.
var doorSigns = []doorSign{
	{"/.env", regex.New(`(?m)^\s*(?:export )?[A-Z][A-Z0-9_]{2,}\s*=\s*\S`), false, checks.SeverityError, "settings with their secrets"},
	{"/.env.production", regex.New(`(?m)^\s*(?:export )?[A-Z][A-Z0-9_]{2,}\s*=\s*\S`), false, checks.SeverityError, "settings with their secrets"},
	{"/.git/HEAD", regex.New(`^(?:ref: refs/|[0-9a-f]{40}\s*$)`), false, checks.SeverityError, "the repository with its history"},
	{"/.git/config", regex.New(`(?m)^\[core\]`), false, checks.SeverityError, "the repository with its history"},
	{"/.svn/entries", regex.New(`^(?:\d+\s|<\?xml)`), false, checks.SeverityError, "the repository"},
	{"/.DS_Store", regex.New(`^\x00\x00\x00\x01Bud1`), false, checks.SeverityWarning, "names of files"},
	{"/.htpasswd", regex.New(`(?m)^[^:\s]+:(?:\$apr1\$|\$2[aby]\$|\{SHA\})`), false, checks.SeverityError, "names and hashes of passwords"},
	{"/backup.sql", regex.New(`(?i)(?:CREATE TABLE|INSERT INTO|PostgreSQL database dump|MySQL dump)`), false, checks.SeverityError, "a copy of the database"},
	{"/dump.sql", regex.New(`(?i)(?:CREATE TABLE|INSERT INTO|PostgreSQL database dump|MySQL dump)`), false, checks.SeverityError, "a copy of the database"},
	{"/backup.zip", regex.New(`^PK\x03\x04`), false, checks.SeverityError, "a copy of something"},
	{"/backup.tar.gz", regex.New(`^\x1f\x8b`), false, checks.SeverityError, "a copy of something"},
	{"/debug/pprof/", regex.New(`(?i)/debug/pprof/[\s\S]*(?:heap|goroutine)`), true, checks.SeverityError, "Go's profiler: what is in memory can be downloaded"},
	{"/debug/vars", regex.New(`"cmdline"\s*:[\s\S]*"memstats"`), false, checks.SeverityError, "the program's command line and memory"},
	{"/actuator", regex.New(`"_links"\s*:`), false, checks.SeverityWarning, "the list of Spring's endpoints"},
	{"/actuator/env", regex.New(`"propertySources"\s*:`), false, checks.SeverityError, "Spring's settings"},
	{"/actuator/heapdump", regex.New(`^(?:JAVA PROFILE|\x1f\x8b)`), false, checks.SeverityError, "what is in memory"},
	{"/actuator/loggers", regex.New(`"levels"\s*:[\s\S]*"loggers"\s*:`), false, checks.SeverityError, "Spring's loggers, which can be set"},
	{"/actuator/httpexchanges", regex.New(`"exchanges"\s*:`), false, checks.SeverityError, "the last requests with their headers"},
	{"/metrics", regex.New(`(?m)^# (?:HELP|TYPE) \w`), false, checks.SeverityWarning, "what is counted; Prometheus should reach it, the internet should not"},
	{"/server-status", regex.New(`(?i)apache server status|<h1>server-status \(lighttpd`), true, checks.SeverityError, "who asks for what at this moment"},
	{"/nginx_status", regex.New(`(?i)^active connections:`), false, checks.SeverityWarning, "nginx's counters"},
	{"/phpinfo.php", regex.New(`(?i)<title>[^<]*phpinfo\(\)|PHP Version`), true, checks.SeverityError, "PHP's settings and the environment"},
	{"/info.php", regex.New(`(?i)<title>[^<]*phpinfo\(\)`), true, checks.SeverityError, "PHP's settings and the environment"},
	{"/_profiler/", regex.New(`(?i)symfony profiler`), true, checks.SeverityError, "Symfony's profiler"},
	{"/telescope/requests", regex.New(`(?i)laravel telescope|Telescope\s*=`), true, checks.SeverityError, "Laravel's Telescope: every request and query"},
	{"/horizon/dashboard", regex.New(`(?i)laravel horizon|<title>Horizon`), true, checks.SeverityError, "Laravel's queues"},
	{"/rails/info/routes", regex.New(`(?i)<title>\s*routes|Path Match`), true, checks.SeverityError, "Rails's routes, which only development shows"},
	{"/sidekiq", regex.New(`(?i)<title>[^<]*sidekiq`), true, checks.SeverityError, "Sidekiq's queues"},
	{"/__debug__/render_panel/", regex.New(`(?i)djdebug|"content"\s*:\s*"`), false, checks.SeverityError, "Django's debug toolbar"},
	{"/console", regex.New(`(?i)werkzeug[\s\S]*(?:debugger|interactive console)|h2 console`), true, checks.SeverityError, "a console that runs what is typed"},
	{"/h2-console", regex.New(`(?i)h2 console`), true, checks.SeverityError, "the database's console"},
	{"/jolokia", regex.New(`"agent"\s*:[\s\S]*"protocol"\s*:`), false, checks.SeverityError, "the virtual machine's controls"},
	{"/manager/html", regex.New(`(?i)tomcat web application manager`), true, checks.SeverityError, "Tomcat's manager"},
	{"/elmah.axd", regex.New(`(?i)error log for`), true, checks.SeverityError, "the log of errors"},
	{"/storage/logs/laravel.log", regex.New(`(?m)^\[\d{4}-\d\d-\d\d[^\]]*\] \w+\.(?:ERROR|INFO|DEBUG|WARNING)`), false, checks.SeverityError, "the program's log"},
	{"/wp-admin/install.php", regex.New(`(?i)wordpress[\s\S]*installation`), true, checks.SeverityError, "WordPress's set-up"},
	{"/admin", regex.New(`(?i)<title>[^<]*(?:admin|administration|dashboard)`), true, checks.SeverityWarning, "a page for administrators"},
	{"/administrator", regex.New(`(?i)<title>[^<]*(?:admin|administration)`), true, checks.SeverityWarning, "a page for administrators"},
	{"/adminer.php", regex.New(`(?i)<title>[^<]*adminer`), true, checks.SeverityError, "the database's console"},
	{"/phpmyadmin/", regex.New(`(?i)<title>[^<]*phpmyadmin`), true, checks.SeverityError, "the database's console"},
	{"/graphiql", regex.New(`(?i)graphiql`), true, checks.SeverityWarning, "an explorer of the schema"},
	{"/playground", regex.New(`(?i)graphql playground`), true, checks.SeverityWarning, "an explorer of the schema"},
	{"/docs", regex.New(`(?i)swagger ui|swagger-ui-bundle`), true, checks.SeverityWarning, "the API's documents"},
	{"/swagger-ui/index.html", regex.New(`(?i)swagger ui|swagger-ui-bundle`), true, checks.SeverityWarning, "the API's documents"},
	{"/graphql?query=%7B__schema%7BqueryType%7Bname%7D%7D%7D", regex.New(`"__schema"\s*:\s*\{`), false, checks.SeverityWarning, "the whole schema (introspection is on)"},
	{"/config.json", regex.New(`(?i)"[^"]*(?:password|secret|private_?key|database_?url)[^"]*"\s*:\s*"[^"]`), false, checks.SeverityError, "settings with their secrets"},
}

// shows reports whether an answer is what the sign says.
func (d doorSign) shows(control checks.Control, exchange checks.Exchange) bool {
	if exchange.Status < 200 || exchange.Status >= 300 || probe.HTML(exchange) != d.page && (d.page || probe.HTML(exchange)) {
		return false
	}
	return d.sign.Match(exchange.Body()) && !(control.CatchAll && probe.Same(control, exchange))
}
