using System.IO.Compression;
using System.Management.Automation;
using ContainerNet.Collection;
using ContainerNet.Model;

namespace ContainerNet.Cmdlets;

/// <summary>Where a snapshot can be read again, in little memory: its file, or its JSON compressed to a fifteenth. A thousand of them as
/// objects would take gigabytes.</summary>
internal sealed class SnapshotKeeper
{
    private readonly string? _file;
    private readonly byte[]? _compressed;
    private readonly string _source;
    private Snapshot? _first;

    /// <summary>Of a source.</summary>
    public SnapshotKeeper(SnapshotSource source, PSCmdlet command)
    {
        _source = source.Source;
        Name = source.ComputerName;
        if (source.Path is { } path)
        {
            _file = command.GetUnresolvedProviderPathFromPSPath(path);
            Name = Path.GetFileName(_file);
            return;
        }

        _first = source.Load(command);
        using MemoryStream output = new();
        using (BrotliStream stream = new(output, CompressionLevel.Fastest))
        {
            stream.Write(SnapshotJson.Write(_first));
        }

        _compressed = output.ToArray();
    }

    /// <summary>What it is called where two hosts have the same name.</summary>
    public string? Name { get; }

    /// <summary>Reads it; the object that was given is used once and let go.</summary>
    public Snapshot Load()
    {
        if (_file is not null)
        {
            return SnapshotFiles.Read(_file);
        }

        if (Interlocked.Exchange(ref _first, null) is { } first)
        {
            return first;
        }

        using MemoryStream input = new(_compressed!);
        using BrotliStream stream = new(input, CompressionMode.Decompress);
        using MemoryStream json = new();
        stream.CopyTo(json);
        return SnapshotJson.Read(json.ToArray(), _source);
    }
}
