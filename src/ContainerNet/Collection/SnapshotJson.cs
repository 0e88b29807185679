using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using ContainerNet.Hosting;
using ContainerNet.Model;

namespace ContainerNet.Collection;

/// <summary>A snapshot as JSON. It holds no environment, no command line of any process, and no credentials of configurations.</summary>
/// <remarks>Every property that cannot be null must be in a file: a generated deserializer gives init properties that are
/// missing default(T) instead of their initial value, and a list that is null or a switch that is off would be facts that
/// nobody read. So a property that is added later is nullable, or raises <see cref="Snapshot.CurrentSchemaVersion"/>.</remarks>
public static class SnapshotJson
{
    private static readonly Lazy<JsonTypeInfo<Snapshot>> s_reading = new(() =>
    {
        JsonSerializerOptions options = new(SnapshotJsonContext.Default.Options)
        {
            TypeInfoResolver = SnapshotJsonContext.Default.WithAddedModifier(RequireAll),
        };
        return (JsonTypeInfo<Snapshot>)options.GetTypeInfo(typeof(Snapshot));
    });

    /// <summary>Writes it as UTF-8, without what must not leave the host.</summary>
    public static byte[] Write(Snapshot snapshot) =>
        JsonSerializer.SerializeToUtf8Bytes(SnapshotSecrets.Hide(snapshot), SnapshotJsonContext.Default.Snapshot);

    /// <summary>Writes it with addresses and names replaced as well, each by the same everywhere in it.</summary>
    public static byte[] WriteRedacted(Snapshot snapshot) => new SnapshotRedaction(snapshot).Apply(Write(snapshot));

    /// <summary>Reads a file of the host.</summary>
    /// <exception cref="ContainerNetException">SnapshotUnreadable, PermissionDenied, TargetNotFound.</exception>
    public static Snapshot Read(IHost host, string path)
    {
        FileReading file = host.ReadFile(path);
        return file.Status switch
        {
            FileStatus.Read => Read(file.Content, path),
            FileStatus.Absent => throw new ContainerNetException(
                Problem.TargetNotFound, path, $"There is no snapshot file {path}."),
            FileStatus.Denied => throw new ContainerNetException(
                Problem.PermissionDenied, path, $"This user may not read {path}."),
            _ => throw new ContainerNetException(
                Problem.SnapshotUnreadable, path, $"{path} could not be read: {file.Error}."),
        };
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <exception cref="ContainerNetException">SnapshotUnreadable.</exception>
    public static Snapshot Read(ReadOnlySpan<byte> json, string source)
    {
        try
        {
            RefuseOtherShapes(json, source);
            return JsonSerializer.Deserialize(json, s_reading.Value)
                ?? throw Unreadable(source, "it holds no snapshot");
        }
        catch (JsonException error)
        {
            throw Unreadable(source, error.Message, error);
        }
    }

    private static void RequireAll(JsonTypeInfo type)
    {
        foreach (JsonPropertyInfo property in type.Properties)
        {
            property.IsRequired |= property.AssociatedParameter is not null && !property.IsSetNullable
                && Nullable.GetUnderlyingType(property.PropertyType) is null;
        }
    }

    /// <summary>The serializer would fill a list with nulls, which facts never hold, and a shape of tomorrow may have other
    /// meanings under the same names.</summary>
    private static void RefuseOtherShapes(ReadOnlySpan<byte> json, string source)
    {
        Utf8JsonReader reader = new(json);
        ulong lists = 0;
        while (reader.Read())
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.StartArray:
                    lists |= 1UL << reader.CurrentDepth;
                    break;
                case JsonTokenType.StartObject:
                    lists &= ~(1UL << reader.CurrentDepth);
                    break;
                case JsonTokenType.Null when reader.CurrentDepth > 0 && (lists & (1UL << (reader.CurrentDepth - 1))) != 0:
                    throw Unreadable(source, "a list in it has an empty entry");
                case JsonTokenType.PropertyName when reader.CurrentDepth == 1 && reader.ValueTextEquals("SchemaVersion"u8):
                    _ = reader.Read();
                    RefuseNewer(ref reader, source);
                    break;
            }
        }
    }

    private static void RefuseNewer(ref Utf8JsonReader reader, string source)
    {
        if (reader.TokenType != JsonTokenType.Number || !reader.TryGetInt32(out int version) || version < 1)
        {
            throw Unreadable(source, "its SchemaVersion is not a version");
        }

        if (version > Snapshot.CurrentSchemaVersion)
        {
            throw Unreadable(source,
                $"it was written in version {version} of the format and this program knows {Snapshot.CurrentSchemaVersion}: "
                + "use a newer ContainerNet");
        }
    }

    private static ContainerNetException Unreadable(string source, string reason, Exception? inner = null) =>
        new(Problem.SnapshotUnreadable, source, $"{source} is not a snapshot that can be read: {reason}.", inner);
}
