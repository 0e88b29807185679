using System.Reflection;
using System.Runtime.Loader;
using ContainerNet.Hosting;
using ContainerNet.Sources.Yaml;

namespace ContainerNet.Cmdlets;

/// <summary>Loads the reader of YAML when it is first needed, with the package that it is made of, into a context of their own: another module's
/// copy of that package, older or newer, is never met.</summary>
internal sealed class YamlModule : AssemblyLoadContext
{
    private const string AdapterName = "ContainerNet.Yaml";

    private static readonly Lazy<IYamlReader> s_reader = new(() => new YamlModule().Load());

    private readonly string _folder = Path.Combine(Path.GetDirectoryName(typeof(YamlModule).Assembly.Location)!, "yaml");

    private YamlModule()
        : base(AdapterName)
    {
    }

    /// <summary>The reader.</summary>
    /// <exception cref="ContainerNetException">ToolMissing: the module's folder is not whole.</exception>
    public static IYamlReader Reader => s_reader.Value;

    /// <inheritdoc/>
    protected override Assembly? Load(AssemblyName assemblyName)
    {
        // The core is the one that the cmdlets use, or its types would be others.
        if (assemblyName.Name == typeof(IYamlReader).Assembly.GetName().Name)
        {
            return typeof(IYamlReader).Assembly;
        }

        string path = Path.Combine(_folder, $"{assemblyName.Name}.dll");
        return File.Exists(path) ? LoadFromAssemblyPath(path) : null;
    }

    private IYamlReader Load()
    {
        string path = Path.Combine(_folder, $"{AdapterName}.dll");
        if (!File.Exists(path))
        {
            throw new ContainerNetException(Problem.ToolMissing, path, $"{path}, which reads YAML, is missing: the module is not whole.");
        }

        Type type = LoadFromAssemblyPath(path).GetType($"{AdapterName}.YamlDotNetReader", throwOnError: true)!;
        return (IYamlReader)Activator.CreateInstance(type)!;
    }
}
