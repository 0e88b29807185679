using System.Text;
using ContainerNet.Model;

namespace ContainerNet.Sources.Netfilter;

/// <summary>Keeps the texts of rules one behind the other.</summary>
internal sealed class TextStore
{
    // Small enough for the heap of short-lived things, large enough to cost nothing.
    private const int PageBytes = 32 * 1024;

    private byte[] _page = [];
    private int _used;

    /// <summary>Keeps a text.</summary>
    public RuleText Add(ReadOnlySpan<char> text)
    {
        int most = Encoding.UTF8.GetMaxByteCount(text.Length);
        if (_page.Length - _used < most)
        {
            _page = new byte[Math.Max(PageBytes, most)];
            _used = 0;
        }

        int length = Encoding.UTF8.GetBytes(text, _page.AsSpan(_used));
        RuleText kept = new(_page, _used, length);
        _used += length;
        return kept;
    }
}
