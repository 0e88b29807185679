using System.Text;
using ContainerNet.Sources.Nginx;

namespace ContainerNet.Paths.Requests;

/// <summary>A configuration at random, with locations of every kind inside each other, that nginx takes; each answer of it names
/// server and location in a header. Requests at random to go with it.</summary>
internal sealed class RandomProxy
{
    private static readonly string[] s_prefixes =
    [
        "/", "/a", "/a/", "/ab", "/ab/", "/ab-", "/a/b", "/a/b/", "/api", "/api/", "/api/v1/", "/img/", "/x y/", "/\u00e4/", "/a+b", "/c.d",
    ];

    private static readonly string[] s_patterns =
    [
        @"\.php$", "^/a", "/b/", "^/(a|api)/(.*)$", @"/(?<tail>[^/]+)$", @"^/(?<first>\w+)/(\d+)", @"\.(jpg|png)$", "^/[a-c]+/?$", "[A-Z]",
        @"\s", "(?i)^/API", "^/x.y", @"\bb\b", "(a)(b)?(c)?", @"^/([^/]*)/([^/]*)",
    ];

    private static readonly string[] s_hosts =
    [
        "a.test", "www.a.test", "b.test", "x.y.a.test", "www.b.foo", "mail.b.foo.bar", "none.example", "b.test:8080", "A.Test.", "12.a.test",
        "a.test", "b.test", "a..test", "[::1]:80", "foo_bar.test",
    ];

    private static readonly string[] s_names =
    [
        "a.test", "www.a.test", "*.a.test", ".a.test", "*.y.a.test", "b.test", "www.b.*", "mail.b.foo.*", "*.test", "\"\"",
        @"~^(?<sub>\d+)\.a\.test$", "~^(.+)\\.test$", "~FOO_", "none.example", "c.test",
    ];

    private readonly Random _random;
    private readonly StringBuilder _text = new();
    private readonly string _folder;
    private int _line = 1;
    private int _locations;

    public RandomProxy(int seed, string folder, bool absoluteRedirects)
    {
        _random = new Random(seed);
        _folder = folder;
        Write($"events {{}}\nhttp {{\n{RealNginx.OwnPlaces(folder)}\nlarge_client_header_buffers 4 16k;\nroot {folder}/none;");
        Write(absoluteRedirects ? "absolute_redirect on;" : "absolute_redirect off;");
        Write("map $uri $mapped { default none; ~^/a(.*)$ \"a:$1\"; /API/ api; /b b; }");
        Write("map $http_host $by_host { hostnames; default other; *.a.test under; b.test itself; www.b.* tail; }");
        Write($"upstream group {{ server unix:{folder}/back.sock; }}");
        Write($"server {{ listen unix:{folder}/back.sock; set $v back; return 200 \"$request_uri|$http_host|$http_x_id|$http_x_more|$http_upgrade|$http_connection|$http_x_client|$server_protocol\"; }}");
        if (Chance(3))
        {
            Write("proxy_set_header X-Id http;\nproxy_set_header Host $host;");
        }

        if (Chance(4))
        {
            Write("proxy_http_version 1.1;");
        }

        int servers = _random.Next(1, 5);
        for (int i = 0; i < servers; i++)
        {
            Server(i);
        }

        Write("}");
    }

    public string Text => _text.ToString();

    /// <summary>What a server or location answers with, by the line that it begins at.</summary>
    public Dictionary<int, string> Ids { get; } = [];

    /// <summary>A request that fits sometimes: its socket, host and target.</summary>
    public (string Socket, string Host, string Target) Request()
    {
        StringBuilder target = new();
        int parts = _random.Next(0, 4);
        for (int i = 0; i < parts; i++)
        {
            target.Append(Pick("/", "/", "/", "/", "//", "/./", "/x/../", "%2F", "/%2e%2E/")).Append(Pick(
                "a", "b", "ab", "api", "API", "v1", "12", "c.d", "x.php", "y.jpg", "a+b", "x%20y", "%61", "%3Fq", "%25", "a%26b",
                "\u00c3\u00a4", "%C3%A4", "ab-", "img", "", "..", ".", "w&z", "a%2Bb", "a%3Bb", "%7E", "a'\"b"));
        }

        string text = target.ToString().StartsWith('/') ? target.ToString() : "/" + target;
        text += Pick("", "", "", "/", "?", "?x=1", "?x=1&y=%20a", "?a=/b/../c", "#f", "?q#f");
        return ($"{_folder}/{Pick("front", "front", "front", "other")}.sock", Pick(s_hosts), text);
    }

    private bool Chance(int oneIn) => _random.Next(oneIn) == 0;

    private string Pick(params string[] choices) => choices[_random.Next(choices.Length)];

    private void Write(string text)
    {
        _text.Append(text).Append('\n');
        _line += text.Count(c => c == '\n') + 1;
    }

    private void Server(int number)
    {
        string id = $"s{number}";
        _locations = 0;
        Ids[_line] = id;
        Write("server {");
        Write($"listen unix:{_folder}/front.sock{(number == 2 ? " default_server" : "")};");
        if (number == 0 || Chance(3))
        {
            Write($"listen unix:{_folder}/other.sock;");
        }

        if (!Chance(8))
        {
            Write($"server_name {string.Join(' ', Enumerable.Range(0, _random.Next(1, 4)).Select(_ => Pick(s_names)).Distinct())};");
        }

        Write($"add_header X-Loc {id} always;");
        if (Chance(5))
        {
            Write("merge_slashes off;");
        }

        if (Chance(3))
        {
            Write($"proxy_set_header X-Id {id};\nproxy_set_header X-More $mapped;");
        }

        Steps(inLocation: false);
        if (Chance(6))
        {
            Write(Pick("error_page 404 /a/b;", "error_page 404 = @named;", "error_page 403 404 =200 /api/v1/?e=1;", "error_page 404 http://e.test/;"));
        }

        Locations(id, "/", 0);
        Location($"{id}.named", "@named", 9, isRegex: true, isPlain: false);
        Write("}");
    }

    private void Locations(string id, string under, int depth, bool onlyPatterns = false)
    {
        HashSet<string> taken = [];
        int count = _random.Next(depth == 0 ? 1 : 0, depth == 0 ? 7 : 3);
        for (int i = 0; i < count; i++)
        {
            string inner = $"{id}.{_locations++}";
            // nginx compares a prefix with the text of the pattern around it, so that none can be there.
            if (onlyPatterns || Chance(3))
            {
                string modifier = Pick("~", "~", "~*");
                Location(inner, $"{modifier} \"{Pick(s_patterns)}\"", depth, isRegex: true, isPlain: false);
                continue;
            }

            string prefix = Pick([.. s_prefixes.Where(p => p.StartsWith(under, StringComparison.Ordinal))]);
            string kind = Pick("", "", "= ", "^~ ");
            if (taken.Add((kind == "= " ? "=" : "") + prefix))
            {
                Location(inner, $"{kind}\"{prefix}\"", depth, isRegex: false, isPlain: kind != "= ", prefix);
            }
        }
    }

    private void Location(string id, string header, int depth, bool isRegex, bool isPlain, string prefix = "/")
    {
        Ids[_line] = id;
        Write($"location {header} {{");
        Write($"add_header X-Loc {id} always;");
        if (Chance(3))
        {
            Steps(inLocation: true);
        }

        if (Chance(25))
        {
            Write("internal;");
        }

        if (Chance(30))
        {
            Write("deny all;");
        }

        if (depth < 2 && (isPlain || (isRegex && depth == 0)) && Chance(4))
        {
            Locations(id, prefix, depth + 1, onlyPatterns: isRegex);
        }

        Content(isRegex);
        Write("}");
    }

    private void Content(bool isRegex)
    {
        switch (_random.Next(10))
        {
            case < 3:
                Write("return 200 \"$uri|$args|$1|$2|$mapped|$by_host|$v|$arg_x|$is_args\";");
                break;
            case 3:
                Write(Pick("return 301 /moved$uri;", "return 302 http://else.test$request_uri;", "return 307 /q?$args;", "return 404;", "return 403 no;",
                    "return 204;", "return $scheme://x/$1;", "return 308 rel/$host;"));
                break;
            case < 9:
                if (Chance(3))
                {
                    Write(Pick("proxy_set_header X-Id own;", "proxy_set_header Connection \"\";", "proxy_set_header Host $proxy_host;\nproxy_set_header Upgrade $http_upgrade;",
                        "proxy_set_header Host \"\";", "proxy_set_header X-Client $http_host;", "proxy_set_header X-Id $1-$v;"));
                }

                if (Chance(5))
                {
                    Write(Pick("proxy_http_version 1.1;", "proxy_http_version 1.0;"));
                }

                string target = Pick($"http://unix:{_folder}/back.sock:", "http://group");
                string path = isRegex ? "" : Pick("", "/", "/new/", "/new", "/n%20w/");
                bool isUnix = target.EndsWith(':') && path.Length == 0;
                Write($"proxy_pass {(isUnix ? target[..^1] : target)}{(Chance(6) ? Pick("$request_uri", "/v$uri", "/v/$1?z=$args", "$uri$is_args$args") : path)};"
                    .Replace("back.sock$", "back.sock:$", StringComparison.Ordinal).Replace("back.sock/v", "back.sock:/v", StringComparison.Ordinal));
                break;
            default:
                Write(Pick($"try_files {_folder}/none/x @named;", "try_files /none$uri /a/b?t=$args;", "try_files /none =404;", ""));
                break;
        }
    }

    private void Steps(bool inLocation)
    {
        int count = _random.Next(0, 3);
        for (int i = 0; i < count; i++)
        {
            string flag = Pick("", " last", " break");
            Write(_random.Next(8) switch
            {
                0 => "set $v \"$1-$uri\";",
                1 => $"rewrite ^/a/(.*)$ /b/$1{flag};",
                2 => $"rewrite \"^(/api)(.*)$\" \"/ab$2?k=$1\"{flag};",
                3 => $"rewrite /(.*)b$ /a/$1?{flag};",
                4 => $"rewrite ^/ab(.*) {Pick("/r$1 redirect", "/p?y=$1 permanent", "http://else.test/$1", "/p$1? redirect")};",
                5 => "if ($request_method = POST) { return 405; }",
                6 => $"if ($uri ~* \"/(v1|x)\") {{ set $v \"if:$1\"; {(inLocation ? Pick("", "break;", "return 200 \"if|$v\";") : "")} }}",
                _ => Pick("if ($args) { set $v args; }", "if ($v = \"\") { rewrite ^/c(.*) /a$1; }", "if ($arg_x != 1) { set $v $1; }",
                    "if ($host !~ a) { rewrite (.*) $1?h=$host; }", "if ($uri ~ \"^/img\") { return 302 /i; }"),
            });
        }
    }
}
