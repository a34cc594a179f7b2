using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace NVirt.Rpc.Compiler;

/// <summary>
/// Reads a file of data/rpc. A line at the margin begins a program, a structure, an enumeration, a call or an event; the lines below it,
/// set in, are its members. <c>#</c> begins a comment.
/// </summary>
internal sealed class RpcTextReader
{
    private readonly string _file;
    private readonly RpcTables _tables;
    private int _line;
    private RpcProgram? _program;
    private RpcProcedure? _procedure;
    private List<RpcField>? _structure;
    private List<KeyValuePair<string, long>>? _enumeration;

    private RpcTextReader(string file, RpcTables tables)
    {
        _file = file;
        _tables = tables;
    }

    public static void Read(string file, string text, RpcTables tables)
    {
        RpcTextReader reader = new(file, tables);
        foreach (string line in text.Split('\n'))
        {
            reader._line++;
            string content = line.Split('#')[0].TrimEnd();
            if (content.Length > 0)
            {
                reader.ReadLine(content, content.Split([' '], StringSplitOptions.RemoveEmptyEntries));
            }
        }
    }

    private void ReadLine(string content, string[] words)
    {
        if (content[0] == ' ')
        {
            ReadMember(words);
            return;
        }

        _procedure = null;
        _structure = null;
        _enumeration = null;
        switch (words[0])
        {
            case "program" when words.Length == 3 && words[2].StartsWith("0x", StringComparison.Ordinal)
                && uint.TryParse(words[2].Substring(2), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out uint number):
                _program = new RpcProgram(words[1], number);
                _tables.Programs.Add(_program);
                break;
            case "struct" when words.Length == 2:
                _structure = [];
                _tables.Structures.Add(new(words[1], _structure));
                break;
            case "enum" when words.Length == 2:
                _enumeration = [];
                _tables.Enumerations.Add(new(words[1], _enumeration));
                break;
            case "call" or "event" when words.Length >= 3 && _program is not null && TryNumber(words[1], out long number):
                ReadProcedure(new RpcProcedure((int)number, words[2], words[0] == "event"), words);
                break;
            default:
                Report($"\"{content}\" is no line of the table; expected program NAME 0xNUMBER, struct NAME, enum NAME, or, within a "
                    + $"program, "
                    + "call NUMBER NAME or event NUMBER NAME");
                break;
        }
    }

    private void ReadProcedure(RpcProcedure procedure, string[] words)
    {
        if (_program!.Procedures.Any(p => p.Number == procedure.Number || p.Name == procedure.Name))
        {
            Report($"procedure {procedure.Number} {procedure.Name} is there already, by its number or its name");
        }

        for (int i = 3; i < words.Length; i++)
        {
            switch (words[i])
            {
                case "high":
                    procedure.IsHighPriority = true;
                    break;
                case "denied":
                    procedure.IsDenied = true;
                    break;
                case "stream-in" or "stream-out":
                    procedure.Stream = words[i] == "stream-in" ? "In" : "Out";
                    break;
                case "denied-if" when i + 2 < words.Length && TryNumber(words[i + 2], out long bits):
                    procedure.DeniedField = words[i + 1];
                    procedure.DeniedBits = (int)bits;
                    i += 2;
                    break;
                default:
                    Report($"\"{words[i]}\" says nothing about a procedure; expected high, denied, denied-if FIELD BITS, stream-in or "
                        + $"stream-out");
                    break;
            }
        }

        _procedure = procedure;
        _program.Procedures.Add(procedure);
    }

    private void ReadMember(string[] words)
    {
        if (_enumeration is not null && words.Length == 2 && TryNumber(words[1], out long value))
        {
            _enumeration.Add(new(words[0], value));
            return;
        }

        bool isResult = words[0] == "->";
        List<RpcField>? fields = isResult ? _procedure?.Result : _structure ?? _procedure?.Arguments;
        string[] field = isResult ? [.. words.Skip(1)] : words;
        if (fields is null || field.Length != 2 || RpcType.Parse(field[0]) is not { } type)
        {
            Report($"\"{string.Join(" ", words)}\" is no member; expected TYPE NAME, -> TYPE NAME, or, in an enumeration, NAME NUMBER");
            return;
        }

        fields.Add(new RpcField(field[1], type));
    }

    private static bool TryNumber(string word, out long number) =>
        long.TryParse(word, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number);

    private void Report(string text) => _tables.Problems.Add(new RpcProblem(_file, _line, text));
}
