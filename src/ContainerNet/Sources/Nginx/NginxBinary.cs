using System.Text;
using ContainerNet.Hosting;

namespace ContainerNet.Sources.Nginx;

/// <summary>
/// What an nginx was built with, as its own program file tells: `nginx -V` prints texts that stand in it. It is read and not
/// run, for a program of a container is nobody's to run.
/// </summary>
/// <param name="Version">The version; null when it was not found.</param>
/// <param name="Prefix">The folder that relative names are taken from (--prefix).</param>
/// <param name="ConfigurationFile">The main file unless -c names another (--conf-path).</param>
/// <param name="ErrorLog">The log unless error_log names another (--error-log-path).</param>
internal sealed record NginxBinary(Version? Version, string Prefix, string ConfigurationFile, string ErrorLog)
{
    /// <summary>The values of Debian and of nginx's own packages, for a file that could not be read.</summary>
    private static readonly NginxBinary s_usual = new(null, "/etc/nginx", "/etc/nginx/nginx.conf", "/var/log/nginx/error.log");

    private const int LongestText = 64 * 1024;

    /// <summary>Reads the program of a process.</summary>
    public static NginxBinary Read(IHost host, string path)
    {
        FileReading reading = host.ReadFile(path);
        return reading.IsRead ? Parse(reading.Content) : s_usual;
    }

    /// <summary>Finds the texts (src/core/nginx.c, ngx_show_version_info; nginx.h has NGINX_VER).</summary>
    public static NginxBinary Parse(ReadOnlySpan<byte> program)
    {
        // OpenResty and others name themselves before the slash.
        string words = TextAfter(program, "nginx version: "u8);
        int slash = words.IndexOf('/', StringComparison.Ordinal);
        string number = new([.. words[(slash + 1)..].TakeWhile(c => char.IsAsciiDigit(c) || c == '.')]);
        Version? version = slash > 0 && Version.TryParse(number, out Version? known) ? known : null;

        string options = TextAfter(program, "configure arguments:"u8);
        string prefix = Option(options, "--prefix=") ?? (options.Length > 0 ? "/usr/local/nginx" : s_usual.Prefix);
        return new NginxBinary(
            version,
            prefix,
            Under(prefix, Option(options, "--conf-path=") ?? (options.Length > 0 ? "conf/nginx.conf" : s_usual.ConfigurationFile)),
            Under(prefix, Option(options, "--error-log-path=") ?? (options.Length > 0 ? "logs/error.log" : s_usual.ErrorLog)));
    }

    /// <summary>A name as nginx takes it.</summary>
    public static string Under(string prefix, string path) => path.StartsWith('/') ? path : $"{prefix.TrimEnd('/')}/{path}";

    private static string TextAfter(ReadOnlySpan<byte> program, ReadOnlySpan<byte> label)
    {
        int at = program.IndexOf(label);
        if (at < 0)
        {
            return "";
        }

        ReadOnlySpan<byte> text = program[(at + label.Length)..];
        text = text[..Math.Min(text.Length, LongestText)];
        int end = text.IndexOfAny((byte)0, (byte)'\n');
        return Encoding.UTF8.GetString(end < 0 ? text : text[..end]);
    }

    private static string? Option(string options, string name)
    {
        int at = options.IndexOf(" " + name, StringComparison.Ordinal);
        if (at < 0)
        {
            return null;
        }

        string value = options[(at + 1 + name.Length)..];
        int end = value.IndexOf(' ', StringComparison.Ordinal);
        return ToolText.Clean(end < 0 ? value : value[..end]);
    }
}
