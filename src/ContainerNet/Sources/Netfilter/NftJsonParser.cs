using System.Text;
using System.Text.Json;

namespace ContainerNet.Sources.Netfilter;

/// <summary>
/// Reads the JSON of `nft -j -a list ruleset`, `list table` and `list tables` (libnftables-json(5)), piece by piece while nft writes
/// it: one object of the list at a time, so that the text of the whole is never in memory.
/// </summary>
internal sealed class NftJsonParser
{
    private static readonly JsonReaderOptions s_options = new() { MaxDepth = 64 };

    private readonly NftTables _tables = new();
    private JsonReaderState _state = new(s_options);
    private byte[] _rest = new byte[64 * 1024];
    private int _length;
    private int _wanted;
    private bool _isList;
    private bool _isDone;
    private string? _damage;

    /// <summary>Parses a whole text, which may be cut off or not be JSON at all.</summary>
    public static NftRuleset Parse(string json)
    {
        NftJsonParser parser = new();
        parser.Read(Encoding.UTF8.GetBytes(json));
        return parser.Finish();
    }

    /// <summary>Takes the next piece.</summary>
    public void Read(ReadOnlySpan<byte> text)
    {
        if (_damage is not null)
        {
            return;
        }

        if (_length + text.Length > _rest.Length)
        {
            Array.Resize(ref _rest, Math.Max(_length + text.Length, _rest.Length * 2));
        }

        text.CopyTo(_rest.AsSpan(_length));
        _length += text.Length;
        if (_length >= _wanted)
        {
            Consume(isLast: false);
        }
    }

    /// <summary>The end of the text: what it said.</summary>
    public NftRuleset Finish()
    {
        if (_damage is null)
        {
            Consume(isLast: true);
        }

        _damage ??= _isDone ? null : "there is no list named nftables";
        return _tables.ToRuleset(_damage);
    }

    private void Consume(bool isLast)
    {
        try
        {
            Utf8JsonReader reader = new(_rest.AsSpan(0, _length), isLast, _state);
            (int used, JsonReaderState state) = (0, _state);
            while (Step(ref reader))
            {
                (used, state) = ((int)reader.BytesConsumed, reader.CurrentState);
            }

            _state = state;
            _length -= used;
            _rest.AsSpan(used, _length).CopyTo(_rest);

            // A set may be larger than a piece: it is looked at again only when as much again has come.
            _wanted = used == 0 ? _length * 2 : 0;
        }
        catch (JsonException error)
        {
            _damage = "not JSON: " + ToolText.Clean(error.Message);
        }
        catch (InvalidOperationException error)
        {
            // A string that is no text, such as half of a surrogate pair.
            _damage = "not readable: " + ToolText.Clean(error.Message);
        }
    }

    /// <summary>Reads one token or one object of the list; false where more has to come first.</summary>
    private bool Step(ref Utf8JsonReader reader)
    {
        Utf8JsonReader before = reader;
        if (!reader.Read())
        {
            return false;
        }

        if (_isList && reader.TokenType == JsonTokenType.EndArray)
        {
            _isList = false;
            _isDone = true;
        }
        else if (_isList || (reader.CurrentDepth == 1 && reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray))
        {
            return ReadValue(ref reader, before);
        }
        else if (reader.TokenType == JsonTokenType.PropertyName && reader.ValueTextEquals("nftables"u8))
        {
            return BeginList(ref reader, before);
        }

        return true;
    }

    private bool BeginList(ref Utf8JsonReader reader, Utf8JsonReader before)
    {
        if (!reader.Read())
        {
            reader = before;
            return false;
        }

        if (reader.TokenType == JsonTokenType.StartArray)
        {
            _isList = true;
            return true;
        }

        return reader.TokenType != JsonTokenType.StartObject || reader.TrySkip();
    }

    private bool ReadValue(ref Utf8JsonReader reader, Utf8JsonReader before)
    {
        if (!JsonDocument.TryParseValue(ref reader, out JsonDocument? document))
        {
            reader = before;
            return false;
        }

        using (document)
        {
            if (_isList && Json.Single(document.RootElement, out string kind) is JsonElement body)
            {
                _tables.Add(kind, body);
            }
        }

        return true;
    }
}
