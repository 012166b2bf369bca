package query

import "github.com/golive-app/golive/config/regex"

// notSQL matches where connections and sessions begin that are none of a database of SQL.
var notSQL = regex.New(`^(?:requests|httpx|aiohttp|boto3|requests_\w+|redis|memcache|pymongo|elasticsearch|pika|kafka|smtplib|imaplib|ldap3?|paramiko)\.|clientsession|redis|memcache|rabbit|elastic|(?:^|\.)(?:http|smtp|imap|ldap|ssh|ftp|es|mq|amqp)_?(?:session|conn|connection|client)?$`)

// pythonRows are the libraries of Python.
var pythonRows = []row{
	// https://docs.djangoproject.com/en/stable/ref/models/querysets/
	{
		library: "Django", through: "objects _default_manager",
		ends:   "get first last all filter exclude count exists values values_list aggregate earliest latest iterator in_bulk annotate order_by distinct create get_or_create update_or_create update delete aget afirst alast acount aexists aaggregate aearliest alatest acreate aget_or_create aupdate_or_create aupdate adelete",
		writes: "create get_or_create update_or_create update delete acreate aget_or_create aupdate_or_create aupdate adelete",
		lazy:   "all filter exclude values values_list annotate order_by distinct",
	},
	// A manager that is called something else: Topic.active.filter(…).
	{library: "Django", module: "models", class: true, through: "filter exclude select_related prefetch_related annotate values_list", ends: "get first last count exists values_list filter exclude order_by delete update", writes: "update delete", lazy: "filter exclude values_list order_by"},
	// https://django-guardian.readthedocs.io/en/stable/userguide/check/
	{library: "django-guardian", module: "guardian", roots: regex.New(`checker|guardian\.core|objectpermissionchecker`), ends: "has_perm get_perms"},
	// https://docs.sqlalchemy.org/en/20/orm/session_api.html
	{
		library: "SQLAlchemy", module: "sqlalchemy", never: notSQL, roots: regex.New(`(?:^|\W|_)(?:session|db|conn|connection|engine)(?:\(\))?$`),
		ends: "execute scalar scalars get get_one first one one_or_none all count",
	},
	{library: "SQLAlchemy", through: "query", class: true, ends: "get first all one one_or_none count filter filter_by get_or_404 first_or_404 paginate"},
	{library: "SQLAlchemy", through: "query", roots: regex.New(`(?:^|\W|_)(?:session|db)(?:\(\))?$`), ends: "get first all one one_or_none count filter filter_by scalar"},
	// Of an application that imports the session from a module of its own.
	// https://flask-sqlalchemy.readthedocs.io/en/stable/queries/
	{library: "SQLAlchemy", through: "session", roots: regex.New(`(?:^|\W|_)db$`), ends: "execute scalar scalars get get_one"},
	// A session that a function is given: session.get(Customer, number).
	{library: "SQLAlchemy", roots: regex.New(`^_?(?:db_?)?session$`), ends: "get get_one scalar scalars execute", direct: true, asked: true},
	// https://tortoise.github.io/query.html
	{library: "Tortoise", class: true, module: "tortoise", ends: "get get_or_none filter first all count exists"},
	// https://peps.python.org/pep-0249/
	{library: "SQL", sql: true, ends: "execute fetch fetchrow fetchval fetch_one fetch_all"},
}
