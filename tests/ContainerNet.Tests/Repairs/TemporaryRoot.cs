namespace ContainerNet.Repairs;

/// <summary>A folder that stands for / and goes with the test.</summary>
internal sealed class TemporaryRoot : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("containernet-").FullName;

    /// <summary>Makes a file with its folders.</summary>
    public void Put(string path, string text)
    {
        string full = Path + path;
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(full)!);
        File.WriteAllText(full, text);
    }

    public string Text(string path) => File.ReadAllText(Path + path);

    public bool Has(string path) => File.Exists(Path + path);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
