using System.Runtime.InteropServices;
using System.Text.Json;
using ContainerNet.Model;

namespace ContainerNet.Sources.Netfilter;

/// <summary>Reads what nft writes into a mark: a constant, or marks and constants joined bit by bit.</summary>
internal static class NftMarks
{
    /// <summary>The change that "KEY set VALUE" makes; null when the value depends on more than marks.</summary>
    public static RuleMark? Of(JsonElement key, JsonElement value)
    {
        if (FieldOf(key) is not RuleField target || Evaluate(value, target, 0) is not Bits bits)
        {
            return null;
        }

        RuleField other = target == RuleField.Mark ? RuleField.ConntrackMark : RuleField.Mark;
        return new RuleMark
        {
            Target = target,
            Keep = bits.Own,
            Source = bits.Other == 0 ? null : other,
            SourceMask = bits.Other,
            Xor = bits.Xor,
        };
    }

    // (own & Own) ^ (other & Other) ^ Xor
    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Bits(uint Own, uint Other, uint Xor)
    {
        public bool IsConstant => Own == 0 && Other == 0;

        public Bits And(uint mask) => new(Own & mask, Other & mask, Xor & mask);
    }

    private static Bits? Evaluate(JsonElement value, RuleField target, int depth)
    {
        if (Json.Number(value) is long number)
        {
            return number is >= 0 and <= uint.MaxValue ? new Bits(0, 0, (uint)number) : null;
        }

        if (FieldOf(value) is RuleField field)
        {
            return field == target ? new Bits(uint.MaxValue, 0, 0) : new Bits(0, uint.MaxValue, 0);
        }

        if (depth > 8 || Json.Single(value, out string op) is not { ValueKind: JsonValueKind.Array } parts || op is not ("&" or "|" or "^"))
        {
            return null;
        }

        Bits? whole = null;
        foreach (JsonElement part in parts.EnumerateArray())
        {
            if (Evaluate(part, target, depth + 1) is not Bits next)
            {
                return null;
            }

            whole = whole is null ? next : Join(op, whole.Value, next);
            if (whole is null)
            {
                return null;
            }
        }

        return whole;
    }

    private static Bits? Join(string op, Bits left, Bits right)
    {
        if (op == "^")
        {
            return new Bits(left.Own ^ right.Own, left.Other ^ right.Other, left.Xor ^ right.Xor);
        }

        (Bits bits, Bits constant) = right.IsConstant ? (left, right) : (right, left);
        if (constant.IsConstant)
        {
            return op == "&" ? bits.And(constant.Xor) : Set(bits, constant.Xor);
        }

        // One mark or the other: the same as exclusive or where no bit can be set in both.
        bool apart = op == "|" && ((left.Own | left.Other | left.Xor) & (right.Own | right.Other | right.Xor)) == 0;
        return apart ? new Bits(left.Own | right.Own, left.Other | right.Other, left.Xor | right.Xor) : null;
    }

    private static Bits Set(Bits bits, uint ones)
    {
        Bits rest = bits.And(~ones);
        return rest with { Xor = rest.Xor | ones };
    }

    private static RuleField? FieldOf(JsonElement expression) => Json.Single(expression, out string kind) is JsonElement body
        && Json.Text(body, "key") == "mark" && Json.Member(body, "dir") is null
            ? kind switch
            {
                "meta" => RuleField.Mark,
                "ct" => RuleField.ConntrackMark,
                _ => null,
            }
            : null;
}
