using System.Text;
using NVirt.Rpc.Compiler;

namespace NVirt.Rpc.Tests.Procedures;

/// <summary>The layout of some fields in one form, whoever wrote them down: names of fields with types, structures laid open.</summary>
internal static class Layout
{
    private const string Parameter = "{field:string,value:union{1:int,2:uint,3:hyper,4:uhyper,5:double,6:int,7:string}}";

    public static string Of(IEnumerable<RpcField> fields, Dictionary<string, List<RpcField>> structures) =>
        string.Join(',', fields.Select(f => $"{f.Name}:{Of(f.Type, structures)}"));

    /// <summary>Of the form that is shared: names of structures are left out, and an array is written behind its items.</summary>
    public static string OfText(string text) => text == "-" ? string.Empty
        : new Reader(
            text.Replace("string<4194304>", "string", StringComparison.Ordinal).Replace("opaque[16]", "uuid", StringComparison.Ordinal))
            .Fields(end: '\0');

    private static string Of(RpcType type, Dictionary<string, List<RpcField>> structures)
    {
        string word = structures.TryGetValue(type.Word, out List<RpcField>? fields) ? $"{{{Of(fields, structures)}}}"
            : type.Word == "Parameter" ? Parameter : type.Word;
        string count = type.AtMost is { } most ? $"<{most}>" : type.Exactly is { } exact ? $"[{exact}]" : string.Empty;
        return $"{word}{count}{(type.IsOptional ? "?" : string.Empty)}";
    }

    private sealed class Reader(string text)
    {
        private int _at;

        private char Next => _at < text.Length ? text[_at] : '\0';

        public string Fields(char end)
        {
            StringBuilder fields = new();
            while (Next != end)
            {
                fields.Append(fields.Length > 0 ? "," : string.Empty).Append(Word()).Append(Take(':')).Append(Type());
                _at += Next == ',' ? 1 : 0;
            }

            return fields.ToString();
        }

        private string Type()
        {
            string word = Word();
            string type = word switch
            {
                "array" => Array(),
                _ when Next == '{' => (word == "union" ? word : string.Empty) + Take('{') + Fields('}') + Take('}'),
                _ when Next is '<' or '[' => word + Count(),
                _ => word,
            };
            return Next == '?' ? type + Take('?') : type;
        }

        private string Array()
        {
            bool isExact = Next == '[';
            _at++;
            string item = Type();
            Take(',');
            string count = Word();
            _at++;
            return isExact ? $"{item}[{count}]" : $"{item}<{count}>";
        }

        private string Count()
        {
            int start = _at;
            _at = text.IndexOfAny(['>', ']'], start) + 1;
            return text[start.._at];
        }

        private string Word()
        {
            int start = _at;
            while (char.IsLetterOrDigit(Next) || Next == '_')
            {
                _at++;
            }

            return text[start.._at];
        }

        private string Take(char expected)
        {
            Assert.Equal(expected, Next);
            _at++;
            return expected.ToString();
        }
    }
}
