using System.Text;
using ContainerNet.Model;

namespace ContainerNet.Repairs.Forwarding;

/// <summary>
/// The file of our own that keeps one sysctl. One file a key, so that its whole text is known without reading it and
/// taking one repair back never touches another.
/// </summary>
internal static class SysctlDropIn
{
    private const string Folder = "/etc/sysctl.d/";
    private const string Mark = "-containernet-";
    private const string Extension = ".conf";
    private const int MostLetters = 40;

    /// <summary>The text of the file.</summary>
    public static string Render(string key, string value) =>
        $"# Written by ContainerNet (Set-IpForward, Repair-ContainerNet). Remove the file to take it back.\n{key} = {value}\n";

    /// <summary>Can the key stand in a file as it is, without being read as a glob, a comment or an exclusion?</summary>
    public static bool IsPlain(string key) => key.Length is > 0 and < 200 && key[0] is not ('-' or '#' or ';')
        && key.All(c => c is > ' ' and <= '~' and not ('*' or '?' or '[' or ']' or '=' or '\\' or '"' or '\''));

    /// <summary>
    /// The path of the file: the one that we wrote earlier, if nothing overrules it, else a name that sorts after every
    /// file that sets the key. Both systemd-sysctl and `sysctl --system` sort by the bytes of the base name over all
    /// folders, and the last assignment wins (sysctl.d(5)).
    /// </summary>
    public static string PathFor(string key, IEnumerable<SettingAssignment> others)
    {
        List<string> names = [.. others
            .Where(a => !IsOwn(a.File, key))
            .Select(a => Path.GetFileName(a.File))
            .Where(n => n.EndsWith(Extension, StringComparison.Ordinal))];
        string letters = "zz";
        while (letters.Length < MostLetters && names.Any(n => Compare(n, letters + Mark + Tail(key)) >= 0))
        {
            letters += "z";
        }

        return Folder + letters + Mark + Tail(key);
    }

    /// <summary>Is it a file of ours for that key?</summary>
    public static bool IsOwn(string file, string key) =>
        file.StartsWith(Folder, StringComparison.Ordinal)
        && file.EndsWith(Mark + Tail(key), StringComparison.Ordinal)
        && file[Folder.Length..^(Mark + Tail(key)).Length].All(c => c == 'z');

    /// <summary>Does the first file name come after the second one?</summary>
    public static bool SortsAfter(string file, string path) => Compare(Path.GetFileName(file), Path.GetFileName(path)) > 0;

    private static string Tail(string key) => key.Replace('/', ':') + Extension;

    private static int Compare(string left, string right) =>
        Encoding.UTF8.GetBytes(left).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(right));
}
