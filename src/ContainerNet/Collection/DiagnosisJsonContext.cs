using System.Text.Json.Serialization;
using ContainerNet.Checks;

namespace ContainerNet.Collection;

/// <summary>Null properties are written too: scripts may rely on every name being there.</summary>
[JsonSourceGenerationOptions(
    GenerationMode = JsonSourceGenerationMode.Metadata | JsonSourceGenerationMode.Serialization,
    UseStringEnumConverter = true,
    WriteIndented = true)]
[JsonSerializable(typeof(Diagnosis))]
internal sealed partial class DiagnosisJsonContext : JsonSerializerContext;
