using System.Buffers.Text;
using System.Text;
using NVirt.Cpu.X86;
using NVirt.Xml;

namespace NVirt.Cpu.Probe.Dumps.Registers;

/// <summary>Reads one line of a dump from left to right, and refuses what does not belong there, with its position.</summary>
internal ref struct LineCursor(ReadOnlySpan<byte> line, string file, int number)
{
    /// <summary>A register of 32 bits.</summary>
    public const int RegisterDigits = 8;

    private readonly ReadOnlySpan<byte> _line = line;
    private int _column;

    /// <summary>Its number, from 1.</summary>
    public readonly int Number => number;

    /// <summary>The rest of the line.</summary>
    public readonly ReadOnlySpan<byte> Rest => _line[_column..];

    /// <summary>Whether only blanks are left.</summary>
    public bool AtEnd()
    {
        SkipBlanks();
        return _column == _line.Length;
    }

    /// <summary>Takes a word, after blanks, if it is next.</summary>
    public bool TryTake(ReadOnlySpan<byte> word)
    {
        SkipBlanks();
        bool isThere = Rest.StartsWith(word);
        _column += isThere ? word.Length : 0;
        return isThere;
    }

    /// <summary>Takes a word that must be next, after blanks.</summary>
    public void Take(ReadOnlySpan<byte> word)
    {
        if (!TryTake(word))
        {
            throw Expected(Text.Of(Messages.Probe_Quoted, Encoding.ASCII.GetString(word)));
        }
    }

    /// <summary>Takes the end of the line, or a comment.</summary>
    public void TakeEnd()
    {
        if (!AtEnd() && Rest[0] != '#')
        {
            throw Expected(Messages.Probe_LineEnd);
        }
    }

    /// <summary>A hexadecimal number after 0x.</summary>
    public uint HexWithPrefix() => TryTake("0x"u8) ? Hex(1, RegisterDigits, Messages.Probe_HexNumber)
        : throw Expected(Messages.Probe_HexNumber);

    /// <summary>A hexadecimal number of eight digits.</summary>
    public uint Register()
    {
        SkipBlanks();
        return Hex(RegisterDigits, RegisterDigits, Messages.Probe_EightDigits);
    }

    /// <summary>A hexadecimal number with a maximum number of digits.</summary>
    public uint Hex(int most)
    {
        SkipBlanks();
        return Hex(1, most, Messages.Probe_HexDigits);
    }

    /// <summary>A decimal 32-bit number.</summary>
    public uint Decimal()
    {
        SkipBlanks();
        uint value = 0;
        int used = 0;
        if (Rest is not [>= (byte)'0' and <= (byte)'9', ..] || !Utf8Parser.TryParse(Rest, out value, out used))
        {
            throw Expected(Messages.Probe_DecimalNumber);
        }

        _column += used;
        return value;
    }

    /// <summary>The registers of a leaf, each after its name.</summary>
    /// <param name="leaf">The leaf.</param>
    /// <param name="subleaf">The sub-leaf.</param>
    public X86Item NamedRegisters(uint leaf, uint subleaf) =>
        X86Item.Cpuid(leaf, subleaf, Named("eax="u8), Named("ebx="u8), Named("ecx="u8), Named("edx="u8));

    /// <summary>The error for what is at the current position.</summary>
    public readonly CpuException Expected(string what) =>
        DumpLimits.Malformed(Text.Of(Messages.Probe_ExpectedInDump, file, number, _column + 1, what));

    private uint Named(ReadOnlySpan<byte> name)
    {
        Take(name);
        SkipBlanks();
        if (Rest.StartsWith("0x"u8))
        {
            return HexWithPrefix();
        }

        uint value = Register();
        Take("h"u8);
        return value;
    }

    private uint Hex(int least, int most, string expected)
    {
        if (!Utf8Parser.TryParse(Rest, out uint value, out int used, 'x') || used < least || used > most)
        {
            throw Expected(expected);
        }

        _column += used;
        return value;
    }

    private void SkipBlanks()
    {
        while (_column < _line.Length && _line[_column] is (byte)' ' or (byte)'\t' or (byte)'\r')
        {
            _column++;
        }
    }
}
