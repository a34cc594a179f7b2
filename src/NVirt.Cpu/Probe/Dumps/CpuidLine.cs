using System.Buffers.Text;
using System.Text;
using NVirt.Cpu.X86;

namespace NVirt.Cpu.Probe.Dumps;

/// <summary>Reads one line of <c>cpuid -r</c>, and refuses what does not belong there, with its place.</summary>
internal ref struct CpuidLine(ReadOnlySpan<byte> line, string file, int number)
{
    private const int HexDigits = 8;

    private readonly ReadOnlySpan<byte> _line = line;
    private int _column;

    /// <summary>Whether only blanks are left.</summary>
    public bool AtEnd()
    {
        SkipBlanks();
        return _column == _line.Length;
    }

    /// <summary>Takes a word if it is there.</summary>
    public bool TryTake(ReadOnlySpan<byte> word)
    {
        SkipBlanks();
        bool isThere = _line[_column..].StartsWith(word);
        _column += isThere ? word.Length : 0;
        return isThere;
    }

    /// <summary>The rest of a heading after its "CPU": a number, or <see langword="null"/>, and a colon.</summary>
    public int? Heading()
    {
        int? cpu = null;
        if (!TryTake(":"u8))
        {
            cpu = Number();
            Take(":"u8);
        }

        TakeEnd();
        return cpu;
    }

    /// <summary>A leaf: <c>0x00000007 0x01: eax=0x... ebx=0x... ecx=0x... edx=0x...</c>.</summary>
    public X86Item Leaf()
    {
        uint leaf = Hex();
        uint subleaf = Hex();
        Take(":"u8);
        X86Item item = X86Item.Cpuid(leaf, subleaf, Register("eax="u8), Register("ebx="u8), Register("ecx="u8), Register("edx="u8));
        TakeEnd();
        return item;
    }

    /// <summary>A refusal of what stands at the current place.</summary>
    public readonly CpuException Expected(string what) =>
        RawDumps.Malformed(Text.Of(Messages.Probe_ExpectedInDump, file, number, _column + 1, what));

    private uint Register(ReadOnlySpan<byte> name)
    {
        Take(name);
        return Hex();
    }

    private uint Hex()
    {
        if (!TryTake("0x"u8))
        {
            throw Expected(Messages.Probe_HexNumber);
        }

        ReadOnlySpan<byte> rest = _line[_column..];
        if (!Utf8Parser.TryParse(rest, out uint value, out int used, 'x') || used > HexDigits)
        {
            throw Expected(Messages.Probe_HexNumber);
        }

        _column += used;
        return value;
    }

    private int Number()
    {
        if (!Utf8Parser.TryParse(_line[_column..], out uint value, out int used) || value > int.MaxValue)
        {
            throw Expected(Messages.Probe_CpuNumber);
        }

        _column += used;
        return (int)value;
    }

    private void Take(ReadOnlySpan<byte> word)
    {
        if (!TryTake(word))
        {
            throw Expected(Text.Of(Messages.Probe_Quoted, Encoding.ASCII.GetString(word)));
        }
    }

    private void TakeEnd()
    {
        if (!AtEnd())
        {
            throw Expected(Messages.Probe_LineEnd);
        }
    }

    private void SkipBlanks()
    {
        while (_column < _line.Length && _line[_column] is (byte)' ' or (byte)'\t' or (byte)'\r')
        {
            _column++;
        }
    }
}
