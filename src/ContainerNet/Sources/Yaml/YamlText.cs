using System.Text;
using ContainerNet.Hosting;
using ContainerNet.Model.Yaml;

namespace ContainerNet.Sources.Yaml;

/// <summary>What every YAML file has to be, whatever it holds: a text of bearable size.</summary>
public static class YamlText
{
    /// <summary>Bytes of one file. Generated manifests reach a few hundred kilobytes.</summary>
    public const int SizeLimit = 4 * 1024 * 1024;

    /// <summary>Levels inside each other.</summary>
    public const int DepthLimit = 100;

    /// <summary>Nodes of one file when every alias is written out.</summary>
    public const long WeightLimit = 500_000;

    /// <summary>A failure that names its place.</summary>
    public static ContainerNetException Fault(YamlPlace place, string reason, Exception? inner = null) =>
        new(Problem.ConfigUnreadable, place.File, ToolText.Clean($"{place}: {reason}"), inner);

    /// <summary>Reads a file as text. A mark of its byte order is left away.</summary>
    /// <exception cref="ContainerNetException">ConfigUnreadable, TargetNotFound, PermissionDenied.</exception>
    public static string Read(IHost host, string file) => Read(host, file, SizeLimit);

    /// <summary>Reads a file of up to so many bytes.</summary>
    /// <exception cref="ContainerNetException">ConfigUnreadable, TargetNotFound, PermissionDenied.</exception>
    public static string Read(IHost host, string file, int limit)
    {
        ArgumentNullException.ThrowIfNull(host);
        FileReading reading = host.ReadFile(file);
        return reading.Status switch
        {
            FileStatus.Read => Decode(file, reading.Content, limit),
            FileStatus.Absent => throw new ContainerNetException(Problem.TargetNotFound, file, $"There is no file {file}."),
            FileStatus.Denied => throw new ContainerNetException(
                Problem.PermissionDenied, file, $"{file} could not be read: {reading.Error}."),
            _ => throw new ContainerNetException(Problem.ConfigUnreadable, file, $"{file} could not be read: {reading.Error}."),
        };
    }

    /// <summary>The text of the bytes of a file.</summary>
    /// <exception cref="ContainerNetException">ConfigUnreadable.</exception>
    public static string Decode(string file, ReadOnlySpan<byte> content) => Decode(file, content, SizeLimit);

    private static string Decode(string file, ReadOnlySpan<byte> content, int limit)
    {
        if (content.Length > limit)
        {
            throw Fault(new YamlPlace(file, 1, 1, 0), $"the file is larger than {limit >> 20} MiB and was not read");
        }

        int bad = content.IndexOf((byte)0);
        if (bad >= 0)
        {
            throw Fault(At(file, content, bad), "this is no text: there is a null character in it");
        }

        ReadOnlySpan<byte> mark = [0xEF, 0xBB, 0xBF];
        ReadOnlySpan<byte> text = content.StartsWith(mark) ? content[mark.Length..] : content;
        try
        {
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(text);
        }
        catch (DecoderFallbackException error)
        {
            throw Fault(At(file, text, Math.Max(0, error.Index)), "this is no text: it is not UTF-8", error);
        }
    }

    private static YamlPlace At(string file, ReadOnlySpan<byte> content, int offset) => new(
        file, content[..offset].Count((byte)'\n') + 1, offset - content[..offset].LastIndexOf((byte)'\n'), offset);
}
