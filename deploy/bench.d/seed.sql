-- An office with years of work behind it, for deploy/bench: psql --variable documents=1000000 --file seed.sql
--
-- Run as the database's owner, after `congvan agency add` and `congvan user add` have made one agency with its units and
-- the four people who are measured: registrar, leader, head (of a unit) and specialist. Five years of documents are
-- written as if the service had: the same columns, the same folding, the same states. Constraint triggers are off
-- meanwhile and indexes are built at the end, so a million takes minutes.

\set ON_ERROR_STOP on
SET session_replication_role = replica;
SET synchronous_commit = off;
SET maintenance_work_mem = '512MB';
SET client_min_messages = warning;
SELECT setseed(0.2) \g /dev/null

SELECT id AS agency FROM agency ORDER BY id LIMIT 1 \gset
SELECT id AS register FROM register WHERE agency_id = :agency ORDER BY id LIMIT 1 \gset
SELECT id AS registrar FROM officer WHERE login = 'registrar' \gset
SELECT id AS leader FROM officer WHERE login = 'leader' \gset
SELECT unit_id AS head_unit FROM officer WHERE login = 'head' \gset
SELECT id AS specialist FROM officer WHERE login = 'specialist' \gset
SELECT least(3000, :documents / 20) AS undecided, least(30000, :documents / 4) AS open \gset

-- ---------------------------------------------------------------- what documents are made of

-- As Folding.fold and Folding.words in Records write it.
CREATE FUNCTION pg_temp.words(text) RETURNS text LANGUAGE sql IMMUTABLE
    RETURN btrim(regexp_replace(translate(regexp_replace(normalize(lower($1), NFD), '[̀-ͯ]', '', 'g'), 'đ', 'd'),
                                '[^a-z0-9]+', ' ', 'g'));

CREATE TEMP TABLE phrase (kind text, text text, folded text GENERATED ALWAYS AS (pg_temp.words(text)) STORED);
INSERT INTO phrase (kind, text)
SELECT kind, unnest(string_to_array(list, '|')) FROM (VALUES
    ('type', 'Công văn|Công văn|Công văn|Công văn|Kế hoạch|Báo cáo|Quyết định|Thông báo|Tờ trình|Hướng dẫn|Giấy mời|Công điện'),
    ('act', 'Về việc triển khai|Về việc tăng cường công tác|Hướng dẫn thực hiện|Báo cáo kết quả|Kế hoạch tổ chức'
            '|Về việc góp ý dự thảo|Mời dự hội nghị|Về việc cử cán bộ tham gia|Thông báo kết luận về|Phê duyệt'
            '|Đề nghị phối hợp|Về việc rà soát|Về việc đôn đốc|Xin ý kiến về|Về việc khen thưởng thành tích trong'
            '|Chương trình phối hợp|Về việc báo cáo định kỳ|Về việc giải quyết đơn thư liên quan đến'
            '|Về việc kiểm tra, giám sát|Tổng kết'),
    ('topic', 'phong trào thi đua yêu nước|cuộc vận động xây dựng gia đình năm không ba sạch|chuyển đổi số'
              '|cải cách hành chính|phòng, chống bạo lực gia đình|bình đẳng giới và vì sự tiến bộ của phụ nữ'
              '|chương trình mục tiêu quốc gia xây dựng nông thôn mới|giảm nghèo bền vững|an toàn thực phẩm'
              '|bảo vệ chăm sóc trẻ em|phụ nữ khởi nghiệp|hỗ trợ hội viên vay vốn tín dụng|công tác cán bộ nữ'
              '|đại hội đại biểu phụ nữ các cấp|học tập và làm theo tư tưởng, đạo đức, phong cách Hồ Chí Minh'
              '|phòng chống thiên tai và tìm kiếm cứu nạn|vệ sinh môi trường nông thôn|dân số và phát triển'
              '|bảo hiểm xã hội tự nguyện|đào tạo nghề cho lao động nữ|tuyên truyền phổ biến giáo dục pháp luật'
              '|phản biện xã hội|giám sát chính sách|quỹ hỗ trợ phụ nữ nghèo|mái ấm tình thương|tài chính, kế toán'
              '|văn thư, lưu trữ|thi nâng ngạch công chức|đánh giá, xếp loại cán bộ|quy chế dân chủ ở cơ sở'
              '|tiếp công dân|phòng, chống tham nhũng, lãng phí|kê khai tài sản, thu nhập|tiết kiệm điện'
              '|phòng cháy, chữa cháy|kỷ niệm ngày Quốc tế Phụ nữ|kỷ niệm ngày Phụ nữ Việt Nam|gia đình văn hóa'
              '|hiến máu tình nguyện|phòng, chống ma túy|phòng, chống mua bán người|trợ giúp pháp lý|xuất khẩu lao động'
              '|sản phẩm OCOP|hợp tác xã do phụ nữ quản lý|nhà ở xã hội|giải phóng mặt bằng|thống kê số liệu'
              '|bầu cử đại biểu Quốc hội|tổng điều tra kinh tế'),
    ('place', 'Bình|Tân|Phú|An|Hòa|Long|Thanh|Vĩnh|Mỹ|Đông|Tây|Nam|Bắc|Xuân|Thạch|Quảng|Yên|Lộc|Hải|Cẩm|Hà|Ngọc|Kim|Minh'
              '|Đại|Trung|Thượng|Hạ|Tam|Ninh|Phước|Sơn|Giang|Lâm|Trường|Hưng|Thọ|Liên|Nghĩa|Triệu'),
    ('name', 'Hương|Lan|Hoa|Mai|Thảo|Nhung|Hằng|Thủy|Tuyết|Yến|Oanh|Phượng|Quyên|Trinh|Vân|Xuyến|Duyên|Hạnh|Khuê|Ngân'
             '|Bích|Cúc|Diệp|Giang|Huệ|Kiều|Loan|My|Nga|Ái|Quế|Sen|Tâm|Uyên|Vy|Xoan|Ý|Thơm|Thơ|Nguyệt'),
    ('sender', 'Tỉnh ủy|Ủy ban nhân dân tỉnh|Hội Liên hiệp Phụ nữ Việt Nam|Sở Nội vụ|Sở Tài chính|Sở Y tế'
               '|Sở Giáo dục và Đào tạo|Sở Tư pháp|Sở Lao động, Thương binh và Xã hội|Sở Thông tin và Truyền thông'
               '|Sở Nông nghiệp và Phát triển nông thôn|Sở Văn hóa, Thể thao và Du lịch|Công an tỉnh|Ban Tổ chức Tỉnh ủy'
               '|Ban Tuyên giáo Tỉnh ủy|Ban Dân vận Tỉnh ủy|Ủy ban Mặt trận Tổ quốc tỉnh|Tỉnh đoàn|Hội Nông dân tỉnh'
               '|Liên đoàn Lao động tỉnh|Hội Cựu chiến binh tỉnh|Ngân hàng Chính sách xã hội tỉnh|Cục Thống kê tỉnh'
               '|Bảo hiểm xã hội tỉnh|Hội Liên hiệp Phụ nữ thành phố'),
    ('symbol', 'TU|UBND-VX|ĐCT-VP|SNV-CCVC|STC-HCSN|SYT-NVY|SGDĐT-VP|STP-PBGDPL|SLĐTBXH-BĐG|STTTT-CNTT|SNN-VP|SVHTTDL-VP'
               '|CAT-PV05|BTCTU|BTGTU|BDVTU|MTTQ-BTT|TĐTN-VP|HNDT|LĐLĐ|CCB|NHCSXH|CTK-TH|BHXH-CST|BTV')
) lists (kind, list);

CREATE TEMP TABLE words (kind text, text text[], folded text[], count int);
ALTER TABLE words ALTER text SET STORAGE PLAIN, ALTER folded SET STORAGE PLAIN; -- unpacked once, not a million times
INSERT INTO words
SELECT kind, array_agg(text ORDER BY n) AS text, array_agg(folded ORDER BY n) AS folded, count(*)::int AS count
FROM (SELECT *, row_number() OVER () AS n FROM phrase) p GROUP BY kind;

-- One draw per document, so that its text and its folded words say the same.
CREATE TEMP TABLE draw AS
SELECT i AS id, ((now() AT TIME ZONE 'Asia/Ho_Chi_Minh')::date - ((:documents - i) * 1800 / :documents)::int) AS day,
       1 + floor(random() ^ 2 * a.count)::int AS act, 1 + floor(random() ^ 2 * t.count)::int AS topic,
       1 + floor(random() * p.count)::int AS place1, 1 + floor(random() * p.count)::int AS place2,
       1 + floor(random() ^ 3 * s.count)::int AS sender, 1 + floor(random() * n.count)::int AS name1,
       1 + floor(random() * n.count)::int AS name2, 1 + floor(random() * y.count)::int AS type,
       1 + floor(random() * 4000)::int AS code, random() AS chance
FROM generate_series(1, :documents) i, words a, words t, words p, words s, words n, words y
WHERE a.kind = 'act' AND t.kind = 'topic' AND p.kind = 'place' AND s.kind = 'sender' AND n.kind = 'name' AND y.kind = 'type';

-- ---------------------------------------------------------------- three hundred people

INSERT INTO officer (agency_id, unit_id, login, name, position, roles, password_hash)
SELECT :agency, u.id, 'officer' || i, 'Nguyễn Thị ' || w.text[1 + i % w.count] || ' ' || w.text[1 + i / 8 % w.count],
       'Chuyên viên', '{specialist}', (SELECT password_hash FROM officer WHERE login = 'specialist')
FROM generate_series(1, 300) i, words w, LATERAL (
    SELECT id FROM unit WHERE agency_id = :agency ORDER BY id
    OFFSET i % (SELECT count(*) FROM unit WHERE agency_id = :agency) LIMIT 1) u
WHERE w.kind = 'name';
CREATE TEMP TABLE staff AS
SELECT array_agg(id ORDER BY id) AS ids, array_agg(unit_id ORDER BY id) AS units FROM officer
WHERE login LIKE 'officer%' OR login = 'specialist'; -- who has a history too

-- ---------------------------------------------------------------- without indexes and partitions in the way

DO $$
DECLARE
    month date := date_trunc('month', now() - interval '1801 days');
    index record;
BEGIN
    WHILE to_regclass('audit.event_' || to_char(month, 'YYYY_MM')) IS NULL LOOP
        EXECUTE format('CREATE TABLE audit.%I PARTITION OF audit.event FOR VALUES FROM (%L) TO (%L)',
                       'event_' || to_char(month, 'YYYY_MM'), month::timestamp AT TIME ZONE 'UTC',
                       (month + interval '1 month')::timestamp AT TIME ZONE 'UTC');
        month := month + interval '1 month';
    END LOOP;
    CREATE TEMP TABLE dropped AS
    SELECT i.indexrelid::regclass::text AS name, replace(pg_get_indexdef(i.indexrelid), ' ON ONLY ', ' ON ') AS definition
    FROM pg_index i WHERE indrelid IN ('incoming_document'::regclass, 'incoming_words'::regclass, 'assignment'::regclass,
            'attachment'::regclass, 'progress_note'::regclass, 'dossier_document'::regclass, 'audit.event'::regclass)
        AND NOT EXISTS (SELECT FROM pg_constraint c WHERE c.conindid = i.indexrelid);
    FOR index IN SELECT * FROM dropped LOOP EXECUTE 'DROP INDEX ' || index.name; END LOOP;
END $$;

-- ---------------------------------------------------------------- documents

INSERT INTO incoming_document
    (id, agency_id, state, version, register_id, year, number, arrived_on, sender_name, code_number, code_notation,
     reference_key, issued_on, type_name, subject, signer_name, signer_position, urgency, due_on, pages, source,
     registered_by, registered_at)
OVERRIDING SYSTEM VALUE
SELECT d.id, :agency,
       CASE WHEN d.id > :documents - :undecided THEN 'received' WHEN d.id > :documents - :undecided - :open THEN 'assigned'
            WHEN d.chance < 0.3 THEN 'processed' ELSE 'archived' END,
       CASE WHEN d.id > :documents - :undecided THEN 1 WHEN d.id > :documents - :undecided - :open THEN 2 ELSE 4 END,
       :register, extract(year FROM d.day), row_number() OVER (PARTITION BY extract(year FROM d.day) ORDER BY d.id), d.day,
       sender.text[d.sender], d.code, symbol.text[d.sender], d.code || '/' || lower(replace(symbol.text[d.sender], 'Đ', 'd')),
       d.day - (d.code % 5), type.text[d.type],
       concat_ws(' ', act.text[d.act], topic.text[d.topic], 'tại xã', place.text[d.place1], place.text[d.place2], 'năm',
                 extract(year FROM d.day)) || CASE WHEN d.chance > 0.7
           THEN ' theo đề nghị của bà Nguyễn Thị ' || name.text[d.name1] || ' ' || name.text[d.name2] ELSE '' END,
       'Trần Thị ' || name.text[d.name2], 'Chủ tịch', CASE WHEN d.chance > 0.9 THEN 1 + floor(d.chance * 30)::int % 3 ELSE 0 END,
       CASE WHEN d.chance < 0.4 THEN d.day + 10 END, 1 + d.code % 12, CASE WHEN d.chance < 0.2 THEN 'paper' ELSE 'scan' END,
       :registrar, d.day + time '01:00' + d.chance * interval '9 hours'
FROM draw d, words type, words act, words topic, words place, words name, words sender, words symbol
WHERE type.kind = 'type' AND act.kind = 'act' AND topic.kind = 'topic' AND place.kind = 'place' AND name.kind = 'name'
  AND sender.kind = 'sender' AND symbol.kind = 'symbol'
ORDER BY d.id;

INSERT INTO register_year (register_id, agency_id, year, last_number)
SELECT :register, :agency, year, max(number) FROM incoming_document GROUP BY year
ON CONFLICT (register_id, year) DO UPDATE SET last_number = excluded.last_number;

INSERT INTO incoming_words (agency_id, document_id, words)
SELECT :agency, d.id, array_to_tsvector(string_to_array(concat_ws(' ', i.number, sender.folded[d.sender], d.code, symbol.folded[d.sender],
           act.folded[d.act], topic.folded[d.topic], 'tai xa', place.folded[d.place1], place.folded[d.place2], 'nam', i.year,
           CASE WHEN d.chance > 0.7
                THEN 'theo de nghi cua ba nguyen thi ' || name.folded[d.name1] || ' ' || name.folded[d.name2] END,
           'tran thi', name.folded[d.name2], type.folded[d.type]), ' '))
FROM draw d JOIN incoming_document i USING (id), words type, words act, words topic, words place, words name, words sender,
     words symbol
WHERE type.kind = 'type' AND act.kind = 'act' AND topic.kind = 'topic' AND place.kind = 'place' AND name.kind = 'name'
  AND sender.kind = 'sender' AND symbol.kind = 'symbol'
ORDER BY d.id;

-- ---------------------------------------------------------------- work

-- To a person, or to a unit whose head handed it on; a tenth of what is open is the specialist's, a tenth the head's.
CREATE TEMP TABLE share AS
SELECT d.id AS document, d.chance, d.day, i.urgency, i.state, s.pick,
       CASE WHEN i.state = 'assigned' AND d.id % 10 = 0 THEN :specialist ELSE staff.ids[s.pick] END AS officer,
       CASE WHEN i.state = 'assigned' AND d.id % 10 = 1 THEN :head_unit WHEN d.chance > 0.75 THEN staff.units[s.pick] END AS unit
FROM draw d JOIN incoming_document i USING (id), staff,
     LATERAL (SELECT 1 + (d.code * 7 + d.act * 13 + d.place1 * 40 + d.place2) % 301 AS pick) s
WHERE i.state <> 'received';

INSERT INTO assignment
    (id, agency_id, document_id, parent_id, unit_id, officer_id, role, state, deadline, instruction, result, urgency,
     assigned_by, assigned_at, finished_by, finished_at)
OVERRIDING SYSTEM VALUE
SELECT 2 * document, :agency, document, NULL::bigint, unit, CASE WHEN unit IS NULL THEN officer END, 'lead',
       CASE WHEN state = 'assigned' THEN 'open' ELSE 'done' END, day + 7, 'Nghiên cứu, tham mưu thực hiện.',
       CASE WHEN state = 'assigned' THEN '' ELSE 'Đã tham mưu văn bản trả lời.' END, urgency, :leader,
       day + time '08:00', CASE WHEN state <> 'assigned' THEN officer END, CASE WHEN state <> 'assigned' THEN day + interval '3 days' END
FROM share
UNION ALL
SELECT 2 * document + 1, :agency, document, 2 * document, NULL, officer, 'lead',
       CASE WHEN state = 'assigned' THEN 'open' ELSE 'done' END, day + 6, 'Chuyên viên xử lý.',
       CASE WHEN state = 'assigned' THEN '' ELSE 'Đã xong.' END, urgency, :leader, day + time '09:00',
       CASE WHEN state <> 'assigned' THEN officer END, CASE WHEN state <> 'assigned' THEN day + interval '2 days' END
FROM share WHERE unit <> :head_unit OR unit IS NOT NULL AND state <> 'assigned'
UNION ALL
SELECT 2 * document + 1, :agency, document, NULL, NULL, staff.ids[1 + (pick + 17) % 301], 'support',
       CASE WHEN state = 'assigned' THEN 'open' ELSE 'closed' END, NULL, '', '', urgency, :leader, day + time '08:00', NULL, NULL
FROM share, staff WHERE unit IS NULL AND chance < 0.08
ORDER BY 1;

INSERT INTO progress_note (agency_id, document_id, officer_id, text, written_at)
SELECT :agency, document, officer, 'Đang lấy ý kiến các ban.', day + interval '1 day' FROM share WHERE chance BETWEEN 0.4 AND 0.5;

-- ---------------------------------------------------------------- files and dossiers

CREATE TEMP TABLE content AS
SELECT id, day, sha256(int8send(id)) AS digest, 40000 + code * 100 AS size FROM draw WHERE chance > 0.2;
INSERT INTO stored_file (digest, size, stored_at) SELECT digest, size, day FROM content ORDER BY digest;
INSERT INTO attachment (agency_id, document_id, ordinal, kind, name, media_type, digest, size, added_by, added_at)
SELECT :agency, id, 1, 'document', 'van-ban-' || id || '.pdf', 'application/pdf', digest, size, :registrar, day FROM content;

INSERT INTO dossier (id, agency_id, year, code, title, words, retention, opened_by, opened_at)
OVERRIDING SYSTEM VALUE
SELECT i, :agency, extract(year FROM min(d.day)), 'HS-' || i, 'Hồ sơ công việc số ' || i, ' hs ' || i || ' ho so cong viec so ' || i,
       '20', :registrar, min(d.day)
FROM draw d, LATERAL (SELECT 1 + d.id / 500 AS i) x GROUP BY i;
INSERT INTO dossier_document (dossier_id, document_id, agency_id, ordinal, filed_by, filed_at)
SELECT 1 + id / 500, id, :agency, 1 + id % 500, :registrar, registered_at + interval '10 days'
FROM incoming_document WHERE state = 'archived' ORDER BY id;

-- ---------------------------------------------------------------- the trail

INSERT INTO audit.event (at, agency_id, actor_id, actor_roles, channel, network, session, request, action, outcome,
    object_kind, object_id, document_id, version, detail)
SELECT registered_at, :agency, :registrar, 'registrar', 'web', '10.1.1.0/24', '0123456789abcdef',
       gen_random_uuid(), 'incoming.registered', 'allowed', 'incoming', id, id, 1,
       jsonb_build_object('number', number::text, 'year', year::text)
FROM incoming_document ORDER BY incoming_document.id;

-- ---------------------------------------------------------------- as it would be

DO $$
DECLARE index record; t text;
BEGIN
    FOR index IN SELECT * FROM dropped LOOP EXECUTE index.definition; END LOOP;
    FOREACH t IN ARRAY ARRAY['incoming_document', 'assignment', 'progress_note', 'attachment', 'dossier'] LOOP
        EXECUTE format('SELECT setval(pg_get_serial_sequence(%L, ''id''), (SELECT max(id) FROM %I))', t, t);
    END LOOP;
END $$;
VACUUM (ANALYZE, PARALLEL 2) incoming_document, incoming_words, assignment, attachment, progress_note, dossier,
    dossier_document, stored_file, officer, register_year;
ANALYZE audit.event;
CHECKPOINT;
