using System.Globalization;
using ContainerNet.Hosting;

namespace ContainerNet.Sources;

/// <summary>The users of /etc/passwd (passwd(5)); users of a directory service are not among them.</summary>
internal static class UserTable
{
    /// <summary>Users by number as it is written, the first of each: name, number of the first group where it is one, and home.</summary>
    public static Dictionary<string, (string Name, int? Group, string? Home)> Read(IHost host)
    {
        Dictionary<string, (string, int?, string?)> users = new(StringComparer.Ordinal);
        foreach (string line in host.ReadFile("/etc/passwd").Text.Split('\n'))
        {
            string[] fields = line.Split(':');
            if (fields.Length > 3)
            {
                users.TryAdd(fields[2], (fields[0],
                    int.TryParse(fields[3], NumberStyles.None, CultureInfo.InvariantCulture, out int group) ? group : null,
                    fields.Length > 5 && fields[5].StartsWith('/') ? fields[5] : null));
            }
        }

        return users;
    }
}
